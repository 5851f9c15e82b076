"""The small resources: agents, activities, about."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from santong.domains.platform.records.api.endpoint import resource, with_open_origin
from santong.domains.platform.records.api.exchange import Exchange
from santong.domains.platform.records.models import Scope
from santong.domains.platform.records.queries.activities import definitions_of
from santong.domains.platform.records.xapi import versions
from santong.domains.platform.records.xapi.agents import check_agent
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.values import check_iri

READING = (Scope.READ, Scope.READ_OWN, Scope.PROFILE)


def get_agent(exchange: Exchange) -> HttpResponse:
    """A Person with what the request itself says: the platform keeps no other names of a learner."""
    exchange.caller.demand(*READING)
    exchange.allow("agent")
    agent: Any = exchange.json("agent")
    check_agent(agent, "agent")
    person: dict[str, Any] = {"objectType": "Person"}
    for name in ("name", "mbox", "mbox_sha1sum", "openid", "account"):
        if name in agent:
            person[name] = [agent[name]]
    return JsonResponse(person)


def get_activity(exchange: Exchange) -> HttpResponse:
    """An activity with all that is known about it."""
    exchange.caller.demand(*READING)
    exchange.allow("activityId")
    iri = exchange.need("activityId")
    check_iri(iri, "activityId")
    activity: dict[str, Any] = {"objectType": "Activity", "id": iri}
    definition = definitions_of([iri], exchange.caller).get(iri)
    if definition is not None:
        activity["definition"] = definition
    return JsonResponse(activity)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def about(request: HttpRequest) -> HttpResponse:
    """The versions that the record store speaks; open to everyone.

    Clients written for 1.0 refuse a list with a version unknown to them, so they get theirs only.
    """
    try:
        spoken = versions.negotiate(request.headers.get(versions.HEADER))
    except Invalid:
        spoken = versions.TWO
    known = [version for version in versions.SUPPORTED if spoken.is_2 or version.startswith("1.")]
    response = JsonResponse({"version": known, "extensions": {}})
    response[versions.HEADER] = spoken.answer
    return with_open_origin(response)


agents = resource(GET=get_agent)
activities = resource(GET=get_activity)
