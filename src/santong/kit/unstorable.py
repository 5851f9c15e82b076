"""Refuses what no column of a database takes, before a view meets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

NUL = "\x00"


class UnstorableMiddleware:
    """Answers 404 to a key in an address that is larger than any, and 400 to an address or a form with a NUL character.

    PostgreSQL stores no NUL, and nobody types one. Views without the check of forged requests are
    programs' ways in: they read their bodies themselves, and say themselves what is wrong with them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _arguments: Any, keys: Mapping[str, Any]
    ) -> HttpResponse | None:
        """Runs after `CsrfViewMiddleware`, which has read the form already."""
        if getattr(view, "csrf_exempt", False):
            return None
        if any(isinstance(key, int) and key > BigIntegerField.MAX_BIGINT for key in keys.values()):
            raise Http404("no row has such a key")
        return _refusal() if _holds_nul(request) else None


def _holds_nul(request: HttpRequest) -> bool:
    if NUL in request.path_info:
        return True
    return any(NUL in text for data in (request.GET, request.POST) for _name, texts in data.lists() for text in texts)


def _refusal() -> HttpResponse:
    text = _("What was sent holds a NUL character, which can't be stored. Take it out and send again.")
    return HttpResponse(loader.get_template("400.html").render({"text": text}), status=HTTPStatus.BAD_REQUEST)
