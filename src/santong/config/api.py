"""The API: the operations of the modules at /api/v1/, its description, and how it answers errors."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import structlog
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import URLPattern, include, path, re_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.constants import NOT_SET
from ninja.errors import AuthenticationError, HttpError, ValidationError

from santong.config.reference import groups_of
from santong.domains.platform.tokens.auth import ByToken, InPerson, TooMany, noted
from santong.domains.platform.tokens.scopes import Scope
from santong.kit.api.operations import Operations
from santong.kit.api.problems import ApiProblem, problem
from santong.kit.outages import outage_of
from santong.kit.registry import registry

log = structlog.get_logger(__name__)

PREFIX = "/api/v1/"

api = NinjaAPI(
    title="Santong API",
    version="1",
    description="Organisations, people and classes of a region, and the feed of their changes. See docs/api.md.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
    auth=ByToken(),
)
for operations in registry.of(Operations):
    in_person = InPerson(Scope(operations.in_person)) if operations.in_person else NOT_SET
    api.add_router("", operations.load(), auth=in_person)


@api.exception_handler(AuthenticationError)
def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    text = _("Send a token that is in force: “Authorization: Bearer …”. There is none, or a wrong or ended one.")
    return problem(HTTPStatus.UNAUTHORIZED, text, headers={"WWW-Authenticate": 'Bearer realm="santong"'})


@api.exception_handler(PermissionDenied)
def _may_not(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    text = _("This token may not do that: “%(permission)s” is missing.") % {"permission": error}
    return problem(HTTPStatus.FORBIDDEN, text)


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, _("There is nothing here, or nothing that this token may see."))


@api.exception_handler(ValidationError)
def _wrong_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [(".".join(map(str, each["loc"][1:])), str(each["msg"])) for each in error.errors]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, _("Some parameters can't be used."), faults)


@api.exception_handler(ApiProblem)
def _declared(request: HttpRequest, error: ApiProblem) -> HttpResponse:
    return error.response


@api.exception_handler(TooMany)
def _too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    text = _("More than %(limit)s requests in a minute. Wait %(wait)s seconds.")
    figures = {"limit": error.limit, "wait": error.wait}
    return problem(HTTPStatus.TOO_MANY_REQUESTS, text % figures, headers={"Retry-After": str(error.wait)})


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


@api.exception_handler(SuspiciousOperation)
@api.exception_handler(MultiPartParserError)
def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, _("The body of this request can't be read."))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """What nobody foresaw: in the log with its traceback, here without."""
    outage = outage_of(error)
    if outage:
        return problem(outage.status, _("The platform is in trouble. Nothing was changed; try again in a moment."))
    log.exception("api", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, _("This failed on our side. The operators find it in their log."))


@login_required
@require_safe
def describe(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for programs that make clients of it."""
    return JsonResponse(document())


@login_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    context = {"groups": groups_of(document()), "base": request.build_absolute_uri(PREFIX)}
    return render(request, "config/api.html", context)


def document() -> dict[str, Any]:
    """The API's description."""
    return api.get_openapi_schema(path_prefix=PREFIX)


@csrf_exempt
def nothing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address below /api/ that doesn't exist."""
    return problem(HTTPStatus.NOT_FOUND, _("There is no such address in this API."))


def _answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refused verb becomes a problem document, too."""

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = response.headers.get("Allow", "")
        text = _("Only %(allowed)s is possible here.") % {"allowed": allowed}
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, text, headers={"Allow": allowed})

    return csrf_exempt(answer)


def _operations() -> list[URLPattern]:
    patterns, _app, _namespace = api.urls
    found = [each for each in patterns if isinstance(each, URLPattern) and each.name != "api-root"]
    for each in found:
        each.callback = noted(_answering(each.callback))
    return found


app_name = "api"
urlpatterns = [
    path("", reference, name="reference"),
    path("openapi.json", describe, name="openapi"),
    path("v1/", include(_operations())),
    re_path(r"^(?P<rest>.+)$", nothing, name="nothing"),
]
