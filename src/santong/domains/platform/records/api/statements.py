"""The statement resource: storing (PUT, POST) and finding (GET)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse

from santong.domains.platform.records.actions.attachments import keep
from santong.domains.platform.records.actions.preparing import Prepared, prepare
from santong.domains.platform.records.actions.storing import store
from santong.domains.platform.records.api.bodies import Parts, check_attachment_parts, read_body
from santong.domains.platform.records.api.endpoint import resource
from santong.domains.platform.records.api.exchange import Exchange
from santong.domains.platform.records.api.finding import get_statements
from santong.domains.platform.records.models import Scope
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.values import check_uuid


def put_statement(exchange: Exchange) -> HttpResponse:
    """Store one statement under the id in the parameter."""
    exchange.caller.demand(Scope.WRITE)
    exchange.allow("statementId")
    check_uuid(exchange.need("statementId"), "statementId")
    value, parts = read_body(exchange)
    if not isinstance(value, dict):
        raise Invalid("", "PUT stores a single statement: send one JSON object")
    statement_id = exchange.parameters["statementId"].lower()
    own_id = value.get("id", statement_id)
    if not isinstance(own_id, str) or own_id.lower() != statement_id:
        raise Invalid("id", "is not the same as the parameter statementId")
    _store([{**value, "id": own_id}], parts, exchange)
    return HttpResponse(status=204)


def post_statements(exchange: Exchange) -> HttpResponse:
    """Store one statement or an array of them; answers with their ids."""
    exchange.caller.demand(Scope.WRITE)
    exchange.allow()
    value, parts = read_body(exchange)
    if not isinstance(value, dict | list):
        raise Invalid("", "must be a statement or an array of statements")
    statements = value if isinstance(value, list) else [value]
    return JsonResponse(_store(statements, parts, exchange), safe=False)


def _store(statements: Sequence[Any], parts: Parts, exchange: Exchange) -> list[str]:
    batch = prepare(list(statements), exchange.caller, exchange.version)
    if parts or any("attachments" in one.statement or _has_inner(one) for one in batch):
        check_attachment_parts([one.statement for one in batch], parts)
    kept = {
        sha2: keep(part.content, sha2, part.headers.get("content-type", "application/octet-stream"))
        for sha2, part in parts.items()
    }
    return store(batch, exchange.caller, kept)


def _has_inner(one: Prepared) -> bool:
    return "attachments" in one.statement["object"]


statements = resource(consistent=True, GET=get_statements, PUT=put_statement, POST=post_statements)
