"""ETag and If-Match: a program changes what it has read, and not what somebody made of it meanwhile."""

from __future__ import annotations

import hashlib
import json
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema

from santong.kit.api.problems import ApiProblem
from santong.kit.http import Request

HEADER = "If-Match"
DIGITS = 16

PARAMETER: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": gettext_noop("The ETag of what was read. Nothing is done (412) if it has changed since."),
}
"""As OpenAPI describes it."""


def etag_of(body: Schema, *, without: frozenset[str] = frozenset()) -> str:
    """The tag of what an operation answers, except for the fields `without`, which change by themselves."""
    text = json.dumps(body.model_dump(mode="json", exclude=set(without)), sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:DIGITS]}"'


def demand_match(request: Request, etag: str) -> None:
    """412 when the request names other versions than this; call it while the row is locked."""
    wanted = request.headers.get(HEADER, "*")
    if wanted.strip() != "*" and etag not in (each.strip() for each in wanted.split(",")):
        text = _("This has changed since you read it. Read it again, and decide anew.")
        raise ApiProblem(HTTPStatus.PRECONDITION_FAILED, text, {HEADER: text})
