"""What all resources share: credentials, versions, limits, and how problems are answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from santong.domains.platform.records.actions.use import note_request
from santong.domains.platform.records.api.exchange import Exchange, read_request
from santong.domains.platform.records.callers import Caller
from santong.domains.platform.records.clock import consistent_through, iso
from santong.domains.platform.records.queries.callers import NotAuthenticated, caller_of
from santong.domains.platform.records.xapi import versions
from santong.domains.platform.records.xapi.problems import Invalid

Handler = Callable[[Exchange], HttpResponse]
View = Callable[..., HttpResponse]

CONSISTENT_THROUGH = "X-Experience-API-Consistent-Through"
EXPOSED = f"ETag, Last-Modified, {versions.HEADER}, {CONSISTENT_THROUGH}"
ALLOWED = f"Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, {versions.HEADER}"


def resource(*, consistent: bool = False, **handlers: Handler) -> View:
    """A view that answers each method with its handler; HEAD is answered like GET, without the body.

    No cookie is read, so requests of other sites need neither a CSRF token nor can they borrow a
    signed-in person's rights. `consistent` adds how far the statements can be read.
    """

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return with_open_origin(_preflight(handlers))
        # Before the work: what is stored while the answer is put together may be missing in it.
        through = consistent_through() if consistent else 0
        response = _answer(request, handlers)
        if consistent:
            response[CONSISTENT_THROUGH] = iso(through)
        return with_open_origin(response)

    return view


def _answer(request: HttpRequest, handlers: Mapping[str, Handler]) -> HttpResponse:
    given = request.headers.get(versions.HEADER)
    said = versions.NO_HEADER if given is None else versions.TWO.answer
    caller: Caller | None = None
    try:
        exchange = read_request(request)
        said = exchange.version.answer
        caller = caller_of(exchange.headers.get("authorization", ""))
        response = _limited(caller) or _handled(replace(exchange, caller=caller), handlers)
    except Invalid as problem:
        response = problem_response(problem)
    except NotAuthenticated as error:
        response = not_authenticated(error)
    if caller is not None:
        note_request(caller, response.status_code)
    response[versions.HEADER] = said
    return response


def _handled(exchange: Exchange, handlers: Mapping[str, Handler]) -> HttpResponse:
    handler = handlers.get(exchange.method)
    if handler is None:
        response = JsonResponse({"path": "", "message": f"{exchange.method} is not possible here"}, status=405)
        response["Allow"] = ", ".join(sorted(handlers))
        return response
    return handler(exchange)


def _limited(caller: Caller) -> HttpResponse | None:
    """429 when a credential has used up its requests of this minute."""
    if not caller.requests_per_minute:
        return None
    minute, second = divmod(int(time.time()), 60)
    key = f"records-rate-{caller.credential_id}-{minute}"
    cache.add(key, 0, 120)
    if cache.incr(key) <= caller.requests_per_minute:
        return None
    message = f"more than {caller.requests_per_minute} requests in a minute; wait {60 - second} seconds"
    response = JsonResponse({"path": "", "message": message}, status=429)
    response["Retry-After"] = str(60 - second)
    return response


def problem_response(problem: Invalid) -> HttpResponse:
    """A problem as JSON: the property or parameter, and what it must be."""
    return JsonResponse({"path": problem.path, "message": problem.message}, status=problem.status)


def not_authenticated(error: NotAuthenticated) -> HttpResponse:
    """401, and what to send."""
    response = JsonResponse({"path": "Authorization", "message": str(error)}, status=401)
    response["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8", Bearer realm="xAPI"'
    return response


def _preflight(handlers: Mapping[str, Handler]) -> HttpResponse:
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Methods"] = ", ".join(sorted({*handlers, "HEAD", "OPTIONS"}))
    response["Access-Control-Allow-Headers"] = ALLOWED
    response["Access-Control-Max-Age"] = "86400"
    return response


def with_open_origin(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites use the resources with credentials of their own (1.0.3 Communication 4.3)."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    return response
