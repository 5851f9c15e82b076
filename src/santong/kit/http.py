"""The request as our middleware leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from santong.kit.access import Viewer


class Request(HttpRequest):
    """For annotations: a request that has passed `ViewerMiddleware` and `HtmxMiddleware`.

    `identities` and `identity` are what `settings.SANTONG_VIEWER_SOURCE` found: objects with
    `label` and `key`.
    """

    viewer: Viewer
    htmx: HtmxDetails
    identities: list[Any]
    identity: Any
