"""Who may use the API, and the record of what they did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from santong.domains.platform.tokens.actions import note_request, note_use
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.queries import token_with
from santong.domains.platform.tokens.scopes import Scope
from santong.domains.platform.tokens.viewers import CHANGE, holder_of, reader
from santong.kit.access import Viewer, current_viewer
from santong.kit.access.middleware import client_address
from santong.kit.api.problems import ApiProblem
from santong.kit.audit import audit_context
from santong.kit.rates import seconds_to_wait


class TooMany(Exception):
    """A token has used up its requests of this minute."""

    def __init__(self, token: Token, wait: int) -> None:
        super().__init__(token.key)
        self.wait, self.limit = wait, token.requests_per_minute


class ByToken(HttpBearer):
    """Reading: the viewer is the token. Cookies mean nothing here, so other sites can't borrow them."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = token_with(token.strip())
        if found is None:
            return None
        request.token = found  # type: ignore[attr-defined]
        wait = seconds_to_wait(f"token-{found.key}", found.requests_per_minute)
        if wait:
            raise TooMany(found, wait)
        note_use(found, client_address(request))
        holder = holder_of(found)
        if not holder.can(CHANGE, found.path):
            text = _("Nobody who may give out tokens answers for this one. Have it renewed by your administrator.")
            raise ApiProblem(403, text)
        self.become(request, self.viewer(found, holder))
        return found

    def viewer(self, token: Token, holder: Viewer) -> Viewer:
        """In whose name the request acts."""
        return reader(token, holder)

    def become(self, request: HttpRequest, viewer: Viewer) -> None:
        """From here on the request acts as the viewer; `ViewerMiddleware` takes it back at the end."""
        request.viewer = viewer  # type: ignore[attr-defined]
        current_viewer.set(viewer)
        audit_context.set(replace(audit_context.get(), person_id=viewer.person_id))


class InPerson(ByToken):
    """In the name of the person who answers for the token, within its organisation, for tokens with a scope."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def viewer(self, token: Token, holder: Viewer) -> Viewer:
        if self.scope not in token.scopes:
            raise PermissionDenied(self.scope)
        return holder


def noted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Record every request that came with a token, whatever became of it."""

    @wraps(view)
    def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        token = request.__dict__.get("token")
        if token is not None:
            names = ",".join(sorted(request.GET))[:200]
            operation = f"{request.method} {request.path}{'?' + names if names else ''}"
            note_request(token, operation=operation, status=response.status_code, rows=request.__dict__.get("given"))
        return response

    return noting
