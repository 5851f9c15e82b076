"""What stands between a signed-in person and every page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from santong.domains.platform.identity import second_factor, sessions
from santong.domains.platform.identity.http import PersonRequest
from santong.kit.http import Request

ALWAYS = frozenset({"account_logout", "set_language", "health-live", "health-ready"})
ASK_FOR_CODE = frozenset({"mfa_index", "activation", "activation-person", "activation-password"})
"""What somebody reaches whose time is over: the page that says so, and where the code of a slip is entered."""
CHANGE_PASSWORD = frozenset({"account_change_password", "activation-password"})
"""Where a password is chosen: the second with a slip, after the second factor."""
ENROL = frozenset(
    {
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
    }
)


class GateMiddleware:
    """Ends sessions that have lasted too long, and leads people to what they must do first.

    An initial password is changed, then a strong role whose time for it is over sets up its second
    factor, for which it needs a slip; until then nothing else answers: pages redirect there, htmx is
    told to go there, everything else gets 403.
    """

    def __init__(self, get_response: Callable[[PersonRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if sessions.is_over(request, strict=second_factor.is_strong(request.viewer)):
            return _sign_out(request)
        sessions.touch(request)
        detour = _detour(request)
        if detour is None:
            return self.get_response(request)
        url_name, reason = detour
        return _lead(request, reverse(url_name), reason)


def _detour(request: PersonRequest) -> tuple[str, str] | None:
    """The page to go to first and why, or None when the way is free."""
    if request.user.must_change_password:
        if _name_of(request) not in ALWAYS | CHANGE_PASSWORD:
            return "account_change_password", _("Choose your own password first.")
        return None
    need = second_factor.need_of(request)
    reachable = ENROL | ASK_FOR_CODE if need.may_set_up else ASK_FOR_CODE
    if need.state is second_factor.State.NOW and _name_of(request) not in ALWAYS | reachable:
        return "mfa_index", _("Your role needs a second factor. Set one up first.")
    return None


def _name_of(request: Request) -> str | None:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return None


def _sign_out(request: Request) -> HttpResponse:
    logout(request)
    messages.info(request, _("You were signed out because the session was over. Sign in again."))
    query = QueryDict(mutable=True)
    if request.method == "GET" and not request.headers.get("HX-Request"):
        query[REDIRECT_FIELD_NAME] = request.get_full_path()
    return _lead(request, f"{resolve_url(settings.LOGIN_URL)}?{query.urlencode(safe='/')}", _("The session is over."))


def _lead(request: Request, address: str, reason: str) -> HttpResponse:
    """Send the browser somewhere in the way that its request understands."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=HTTPStatus.FORBIDDEN, headers={"HX-Redirect": address})
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"detail": reason}, status=HTTPStatus.FORBIDDEN)
    return HttpResponseRedirect(address)
