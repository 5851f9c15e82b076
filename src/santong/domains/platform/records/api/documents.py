"""The document resources: state, agent profile, activity profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from santong.domains.platform.records.actions.documents import (
    Condition,
    Content,
    delete_document,
    delete_documents,
    merge_document,
    put_document,
)
from santong.domains.platform.records.api.endpoint import resource
from santong.domains.platform.records.api.exchange import Exchange
from santong.domains.platform.records.models import Document, Scope
from santong.domains.platform.records.queries.documents import Address, find_document, names_of_documents
from santong.domains.platform.records.xapi.agents import check_agent
from santong.domains.platform.records.xapi.problems import Invalid, NotFound
from santong.domains.platform.records.xapi.terms import ACTIVITY, agent_list, list_of
from santong.domains.platform.records.xapi.values import check_iri, check_uuid, read_timestamp

MAX_NAME = 1024
MAX_MEDIA_TYPE = 200


@dataclass(frozen=True)
class Kind:
    """One document resource: the parameter that names a document, and those that say what it is about."""

    name: str
    about: tuple[str, ...]
    address: Callable[[Exchange], Address]
    scope: Scope
    guarded: bool
    deletes_all: bool = False

    def read(self, exchange: Exchange) -> HttpResponse:
        exchange.caller.demand(self.scope)
        exchange.allow(*self.about, self.name, "since")
        address = self.address(exchange)
        if self.name in exchange.parameters:
            return _document(address, self._name(exchange))
        since = exchange.parameters.get("since")
        moment = read_timestamp(since, "since") if since is not None else None
        return JsonResponse(names_of_documents(address, moment), safe=False)

    def put(self, exchange: Exchange) -> HttpResponse:
        address, name, content = self._writing(exchange)
        condition = _condition(exchange)
        # Version 2.0 guards states too (§4.1.4); before, only profiles were guarded.
        if self.guarded and not condition.given and find_document(address, name) is None:
            raise Invalid("If-None-Match", "send If-Match or If-None-Match: * with a profile")
        put_document(address, name, content, condition, guarded=self.guarded or exchange.version.is_2)
        return HttpResponse(status=204)

    def post(self, exchange: Exchange) -> HttpResponse:
        address, name, content = self._writing(exchange)
        merge_document(address, name, content, _condition(exchange))
        return HttpResponse(status=204)

    def delete(self, exchange: Exchange) -> HttpResponse:
        exchange.caller.demand(self.scope)
        exchange.allow(*self.about, self.name)
        address = self.address(exchange)
        if self.deletes_all and self.name not in exchange.parameters:
            delete_documents(address)
        else:
            delete_document(address, self._name(exchange), _condition(exchange))
        return HttpResponse(status=204)

    def _writing(self, exchange: Exchange) -> tuple[Address, str, Content]:
        exchange.caller.demand(self.scope)
        exchange.allow(*self.about, self.name)
        address = self.address(exchange)
        name = self._name(exchange)
        return address, name, Content(exchange.body, _media_type(exchange))

    def _name(self, exchange: Exchange) -> str:
        name = exchange.need(self.name)
        if not name or len(name) > MAX_NAME or "\x00" in name:
            raise Invalid(self.name, f"must have 1 to {MAX_NAME} characters")
        return name


def _media_type(exchange: Exchange) -> str:
    """The document's own, fit for the column and for the header in which it is given back."""
    given = exchange.content_type or "application/octet-stream"
    if len(given) > MAX_MEDIA_TYPE or not (given.isascii() and given.isprintable()):
        raise Invalid("Content-Type", f"must be a media type of at most {MAX_MEDIA_TYPE} characters on one line")
    return given


def _condition(exchange: Exchange) -> Condition:
    return Condition(exchange.headers.get("if-match", ""), exchange.headers.get("if-none-match", ""))


def _document(address: Address, name: str) -> HttpResponse:
    document = find_document(address, name)
    if document is None:
        raise NotFound("", "there is no such document")
    response = HttpResponse(bytes(document.content), content_type=document.content_type)
    response["ETag"] = f'"{document.etag}"'
    response["Last-Modified"] = http_date(document.updated.timestamp())
    return response


def _state_address(exchange: Exchange) -> Address:
    registration = exchange.checked("registration", check_uuid)
    stateless = "stateId" not in exchange.parameters
    missing = None if stateless else ""
    return Address(
        Document.Kind.STATE,
        exchange.caller.organisation_id,
        activity=_activity(exchange),
        agent=_agent(exchange),
        # Without a stateId and a registration, documents with any registration are meant.
        registration=registration.lower() if registration else missing,
    )


def _agent_address(exchange: Exchange) -> Address:
    return Address(Document.Kind.AGENT_PROFILE, exchange.caller.organisation_id, agent=_agent(exchange))


def _activity_address(exchange: Exchange) -> Address:
    return Address(Document.Kind.ACTIVITY_PROFILE, exchange.caller.organisation_id, activity=_activity(exchange))


def _activity(exchange: Exchange) -> int:
    iri = exchange.need("activityId")
    check_iri(iri, "activityId")
    return list_of(ACTIVITY, iri)


def _agent(exchange: Exchange) -> int:
    agent: Any = exchange.json("agent")
    check_agent(agent, "agent")
    return agent_list(agent)


STATE = Kind(
    "stateId", ("activityId", "agent", "registration"), _state_address, Scope.STATE, guarded=False, deletes_all=True
)
AGENT_PROFILE = Kind("profileId", ("agent",), _agent_address, Scope.PROFILE, guarded=True)
ACTIVITY_PROFILE = Kind("profileId", ("activityId",), _activity_address, Scope.PROFILE, guarded=True)

state = resource(GET=STATE.read, PUT=STATE.put, POST=STATE.post, DELETE=STATE.delete)
agent_profile = resource(
    GET=AGENT_PROFILE.read, PUT=AGENT_PROFILE.put, POST=AGENT_PROFILE.post, DELETE=AGENT_PROFILE.delete
)
activity_profile = resource(
    GET=ACTIVITY_PROFILE.read, PUT=ACTIVITY_PROFILE.put, POST=ACTIVITY_PROFILE.post, DELETE=ACTIVITY_PROFILE.delete
)
