"""The request as our middleware leaves it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

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


FIRST_YEAR, LAST_YEAR = 1990, 2100


def day_of(text: str) -> date | None:
    """The day that an address names (2026-12-25), None for what is no day of our time."""
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if found is not None and FIRST_YEAR <= found.year <= LAST_YEAR else None


def day_asked(request: HttpRequest, name: str = "day") -> date:
    """The day that the address of a page asks for, else today."""
    return day_of(request.GET.get(name, "")) or timezone.localdate()
