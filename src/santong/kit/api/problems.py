"""Errors as problem documents (RFC 9457): what is wrong, with which parameter, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Schema

from santong.kit.refusals import NotPossible

MEDIA_TYPE = "application/problem+json"


class Fault(Schema):
    """One thing that is wrong: the parameter or property, and what it must be."""

    parameter: str
    message: str


class Problem(Schema):
    """A problem document. `title` belongs to the status, `detail` to this request."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[Fault] = []


class ApiProblem(Exception):
    """Ends a request with a problem document; `faults` maps parameters to messages."""

    def __init__(self, status: int, detail: str, faults: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.faults = status, detail, dict(faults or {})

    @property
    def response(self) -> HttpResponse:
        """The answer."""
        return problem(self.status, self.detail, self.faults.items())


def problem(
    status: int, detail: str, faults: Iterable[tuple[str, str]] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """A problem document as an answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": detail,
        "errors": [{"parameter": name, "message": message} for name, message in faults],
    }
    return JsonResponse(
        body,
        status=status,
        content_type=MEDIA_TYPE,
        headers=dict(headers or {}),
        json_dumps_params={"ensure_ascii": False},
    )


def wrong(faults: Mapping[str, str]) -> ApiProblem:
    """422: some parameters can't be used."""
    return ApiProblem(HTTPStatus.UNPROCESSABLE_ENTITY, _("Some parameters can't be used."), faults)


def conflict(refusal: NotPossible) -> ApiProblem:
    """409: it can't be done as things are."""
    faults = {refusal.field: str(refusal)} if refusal.field else {}
    return ApiProblem(HTTPStatus.CONFLICT, str(refusal), faults)
