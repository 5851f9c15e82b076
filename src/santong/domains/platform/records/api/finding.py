"""Reading statements: one by its id, or pages of those that match."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.http import http_date

from santong.domains.platform.records.api.exchange import Exchange
from santong.domains.platform.records.queries.activities import definitions_of
from santong.domains.platform.records.queries.attachments import attachments_of, content_of
from santong.domains.platform.records.queries.postings import Filter
from santong.domains.platform.records.queries.statements import Question, Row, find_one, find_page
from santong.domains.platform.records.storage import MICROSECONDS
from santong.domains.platform.records.xapi import formats
from santong.domains.platform.records.xapi.agents import check_actor
from santong.domains.platform.records.xapi.multipart import Part, join
from santong.domains.platform.records.xapi.problems import Invalid, NotFound
from santong.domains.platform.records.xapi.reading import write_json
from santong.domains.platform.records.xapi.terms import (
    ACTIVITY,
    VERB,
    activities_in,
    agent_list,
    list_of,
    registration_list,
)
from santong.domains.platform.records.xapi.values import check_iri, check_uuid, read_timestamp
from santong.lib.whole_numbers import whole_number

DEFAULT_LIMIT = 100
MAX_LIMIT = 500
FORMATS = ("exact", "ids", "canonical")
FILTERS = (
    "agent", "verb", "activity", "registration", "related_activities", "related_agents",
    "since", "until", "limit", "format", "attachments", "ascending", "cursor",
)  # fmt: skip
BOUNDARY = b"santong-records-part"


def get_statements(exchange: Exchange) -> HttpResponse:
    """Answer GET, whichever of its three forms."""
    single = [name for name in ("statementId", "voidedStatementId") if name in exchange.parameters]
    if len(single) == 2:
        raise Invalid("voidedStatementId", "may not stand beside statementId")
    return _one(exchange, single[0]) if single else _many(exchange)


def _one(exchange: Exchange, name: str) -> HttpResponse:
    exchange.allow(name, "attachments", "format")
    statement_id = exchange.need(name)
    check_uuid(statement_id, name)
    row = find_one(statement_id, exchange.caller, voided=name == "voidedStatementId")
    if row is None:
        raise NotFound(name, "there is no such statement that these credentials may read")
    response = _response(exchange, _shown([row], exchange)[0], [row])
    response["Last-Modified"] = http_date(row.seq // MICROSECONDS)
    return response


def _many(exchange: Exchange) -> HttpResponse:
    exchange.allow(*FILTERS)
    question = _question(exchange)
    page = find_page(question, exchange.caller, _cursor(exchange))
    more = write_json(_more(exchange, page.last) if page.last is not None else "")
    text = f'{{"statements":[{",".join(_shown(page.rows, exchange))}],"more":{more}}}'
    return _response(exchange, text, page.rows)


def _question(exchange: Exchange) -> Question:
    return Question(
        filters=tuple(Filter(lists) for lists in _filters(exchange)),
        since=_moment(exchange, "since"),
        until=_moment(exchange, "until"),
        ascending=exchange.flag("ascending"),
        limit=_limit(exchange),
    )


def _filters(exchange: Exchange) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    related_agents, related_activities = exchange.flag("related_agents"), exchange.flag("related_activities")
    if "agent" in exchange.parameters:
        agent: Any = exchange.json("agent")
        check_actor(agent, "agent")
        number = agent_list(agent)
        found.append((number, number + 1) if related_agents else (number,))
    if "activity" in exchange.parameters:
        number = list_of(ACTIVITY, _iri(exchange, "activity"))
        found.append((number, number + 1) if related_activities else (number,))
    if "verb" in exchange.parameters:
        found.append((list_of(VERB, _iri(exchange, "verb")),))
    registration = exchange.checked("registration", check_uuid)
    if registration:
        found.append((registration_list(registration),))
    return found


def _iri(exchange: Exchange, name: str) -> str:
    value = exchange.need(name)
    check_iri(value, name)
    return value


def _moment(exchange: Exchange, name: str) -> int | None:
    if name not in exchange.parameters:
        return None
    # A plus sign that wasn't encoded arrives as a space.
    text = exchange.parameters[name].replace(" ", "+") if "T" in exchange.parameters[name] else exchange.need(name)
    return _microseconds(read_timestamp(text, name))


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * MICROSECONDS + moment.microsecond


def _limit(exchange: Exchange) -> int:
    wanted = whole_number(exchange.parameters.get("limit", "0"))
    if wanted is None:
        raise Invalid("limit", "must be a whole number, 0 for as many as possible")
    if "limit" not in exchange.parameters:
        return DEFAULT_LIMIT
    return min(wanted, MAX_LIMIT) if wanted else MAX_LIMIT


def _cursor(exchange: Exchange) -> int | None:
    text = exchange.parameters.get("cursor")
    if text is None:
        return None
    cursor = whole_number(text)
    if cursor is None:
        raise Invalid("cursor", "is not one that the platform gave out; use the address in more as it is")
    return cursor


def _more(exchange: Exchange, last: int) -> str:
    return f"{exchange.path}?{urlencode({**exchange.parameters, 'cursor': str(last)})}"


def _shown(rows: Sequence[Row], exchange: Exchange) -> list[str]:
    """The statements' texts in the format asked for; `exact` is what the database holds."""
    how = exchange.parameters.get("format", "exact")
    if how not in FORMATS:
        raise Invalid("format", f"must be one of {', '.join(FORMATS)}")
    if how == "exact":
        return [row.body for row in rows]
    values = [json.loads(row.body) for row in rows]
    if how == "ids":
        return [write_json(formats.ids(value)) for value in values]
    iris = {activity["id"] for value in values for activity in activities_in(value)}
    definitions = definitions_of(iris, exchange.caller)
    languages = formats.accepted_languages(exchange.headers.get("accept-language", ""))
    return [write_json(formats.canonical(value, definitions, languages)) for value in values]


def _response(exchange: Exchange, text: str, rows: Sequence[Row]) -> HttpResponse:
    if not exchange.flag("attachments"):
        return HttpResponse(text, content_type="application/json")
    parts = [Part({"Content-Type": "application/json"}, text.encode())]
    for attachment in attachments_of([row.seq for row in rows]):
        headers = {
            "Content-Type": attachment.content_type,
            "Content-Transfer-Encoding": "binary",
            "X-Experience-API-Hash": attachment.sha2,
        }
        parts.append(Part(headers, content_of(attachment)))
    boundary = _free_boundary(parts)
    return HttpResponse(join(parts, boundary), content_type=f"multipart/mixed; boundary={boundary.decode()}")


def _free_boundary(parts: Sequence[Part]) -> bytes:
    """A boundary that stands in no part."""
    number, boundary = 0, BOUNDARY
    while any(b"--" + boundary in part.content for part in parts):
        number += 1
        boundary = BOUNDARY + str(number).encode()
    return boundary
