"""The header `Idempotency-Key`: a program that got no answer asks again without making anything twice."""

from __future__ import annotations

import functools
import hashlib
import inspect
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Schema, Status

from santong.kit.api.problems import ApiProblem, wrong
from santong.kit.http import Request
from santong.kit.submissions import digest_of, submission

HEADER = "Idempotency-Key"
LONGEST = 200
OperationT = TypeVar("OperationT", bound=Callable[..., Any])

PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
    "description": gettext_noop(
        "Any text of yours, new for every intention. Sent again with the same request within two days, "
        "it is answered like the first time and makes nothing twice."
    ),
}
"""As OpenAPI describes it."""


def once(operation: OperationT) -> OperationT:
    """Have an operation that makes or starts something understand the header; refusals are not kept."""

    @functools.wraps(operation)
    def run(request: Request, *args: Any, **kwargs: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return operation(request, *args, **kwargs)
        return _run(request, _checked(key), lambda: operation(request, *args, **kwargs))

    # The names of the operation's types are known where it is written, and not here.
    run.__signature__ = inspect.signature(operation, eval_str=True)  # type: ignore[attr-defined]
    return run  # type: ignore[return-value]


def _checked(key: str) -> str:
    if 0 < len(key) <= LONGEST and key.isprintable():
        return key
    raise wrong({HEADER: _("Give 1 to %(most)s printable characters.") % {"most": LONGEST}})


def _run(request: Request, key: str, operation: Callable[[], Any]) -> Any:
    content = hashlib.sha256(digest_of(request).encode() + _json_body(request)).hexdigest()
    with submission(request.viewer.person_id or 0, f"api {key}", content) as (row, is_first):
        if not is_first and row.digest != content:
            text = _("This key came with another request before. Use a new one for every intention.")
            raise ApiProblem(HTTPStatus.UNPROCESSABLE_ENTITY, text, {HEADER: text})
        if not is_first:
            return Status(row.status, json.loads(row.body))
        done = operation()
        status, body = (done.status_code, done.value) if isinstance(done, Status) else (HTTPStatus.OK, done)
        row.status, row.body = status, json.dumps(_plain(body), ensure_ascii=False)
        row.save(update_fields=["status", "body"])
        return done


def _json_body(request: Request) -> bytes:
    return request.body if request.content_type == "application/json" else b""


def _plain(body: Any) -> Any:
    return body.model_dump(mode="json") if isinstance(body, Schema) else body
