"""What other modules may use of tokens: addresses of their own that programs with a token call."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from santong.domains.platform.tokens.auth import InPerson, TooMany, noted
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.scopes import Scope
from santong.kit.api.problems import ApiProblem

__all__ = ["Scope", "Token", "called_by_token"]


def called_by_token(scope: Scope) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view that programs call with a token of a scope, which is `request.token`; the viewer is who answers for it.

    The token comes as a bearer or, for programs that know nothing else, as the password of HTTP Basic. 401 without one,
    403 without the scope, 429 for too many; every call is in the record of the token's use.
    """
    by_token = InPerson(scope)

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def called(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            try:
                if by_token.authenticate(request, _bearer(request)) is None:
                    return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="Santong"'})
                return view(request, *args, **kwargs)
            except TooMany as many:
                return HttpResponse(status=429, headers={"Retry-After": str(many.wait)})
            except ApiProblem as problem:
                return problem.response
            except PermissionDenied:
                return HttpResponse(status=403)

        return noted(called)

    return wrap


def _bearer(request: HttpRequest) -> str:
    """The token in a header, "" for none."""
    kind, _space, rest = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return rest
    try:
        return base64.b64decode(rest, validate=True).decode().partition(":")[2] if kind.lower() == "basic" else ""
    except (binascii.Error, UnicodeDecodeError):
        return ""
