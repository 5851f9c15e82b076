"""The token endpoint: OAuth 2.0 client credentials (RFC 6749 §4.4)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from santong.domains.platform.records.actions.credentials import TOKEN_SECONDS, issue_token
from santong.domains.platform.records.models import Credential
from santong.domains.platform.records.queries.callers import NotAuthenticated, credential_of_basic, credential_with


@csrf_exempt
@require_POST
@never_cache
def token(request: HttpRequest) -> HttpResponse:
    """Exchange a key and secret for a bearer token with the scopes asked for, or all that are held."""
    if request.POST.get("grant_type") != "client_credentials":
        return _error("unsupported_grant_type", "grant_type must be client_credentials")
    try:
        credential = _credential(request)
    except NotAuthenticated as error:
        response = _error("invalid_client", str(error), status=401)
        response["WWW-Authenticate"] = 'Basic realm="xAPI"'
        return response
    asked = set(request.POST.get("scope", "").split()) or set(credential.scopes)
    if not asked <= set(credential.scopes):
        missing = " ".join(sorted(asked - set(credential.scopes)))
        return _error("invalid_scope", f"these credentials don't have {missing[:200]}")
    return JsonResponse(
        {
            "access_token": issue_token(credential=credential, scopes=asked),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": " ".join(sorted(asked)),
        }
    )


def _credential(request: HttpRequest) -> Credential:
    authorization = request.headers.get("Authorization", "")
    if authorization:
        return credential_of_basic(authorization)
    return credential_with(request.POST.get("client_id", ""), request.POST.get("client_secret", ""))


def _error(code: str, description: str, status: int = 400) -> HttpResponse:
    return JsonResponse({"error": code, "error_description": description}, status=status)
