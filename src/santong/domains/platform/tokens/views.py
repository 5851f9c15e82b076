"""Pages about tokens: the list, making one, renewing and revoking it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from santong.domains.platform.tokens.actions import CHANGE, Issued, issue_token, revoke_token, rotate_token
from santong.domains.platform.tokens.filters import TokenFilter
from santong.domains.platform.tokens.forms import TokenForm
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.scopes import permissions_of
from santong.domains.platform.tokens.tables import STATES, TokenTable, state_of
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, HistoryPanel, ModelPages, PageAction


def _is_open(viewer: Viewer, row: Token) -> bool:
    return row is None or state_of(row) != "revoked"


class TokenPages(ModelPages):
    """Which systems use the API, and what for."""

    model = Token
    name = "tokens"
    namespace = "tokens"
    title = _("API tokens")
    icon = "key"
    table = TokenTable
    filterset = TokenFilter
    sort = "path"
    empty_text = _("A token lets another system read or import for your organisation.")
    list_actions = (
        PageAction(_("API reference"), lambda row: reverse("api:reference"), icon="book"),
        PageAction(_("New token"), lambda row: reverse("tokens:new"), CHANGE, icon="plus", variant="primary"),
    )
    detail_actions = (
        PageAction(
            _("New secret"), lambda row: reverse("tokens:rotate", args=[row.pk]), CHANGE, icon="rotate", shown=_is_open
        ),
        PageAction(
            _("Revoke"), lambda row: reverse("tokens:revoke", args=[row.pk]), CHANGE, icon="ban", shown=_is_open
        ),
    )
    panels = (
        FactsPanel(
            _("Token"),
            facts=(
                Fact(lambda row: STATES[state_of(row)][0], _("Status")),
                "organisation",
                "purpose",
                Fact(lambda row: "、".join(row.scope_labels), _("Scopes")),
                "holder",
                "key",
                "requests_per_minute",
                "created",
                "expires",
                "last_used",
                "last_address",
            ),
        ),
        HistoryPanel(_("History"), side=True),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("organisation", "holder")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """The form, then the secret, once."""
    request.viewer.demand(CHANGE)
    form = TokenForm(request.POST if request.method == "POST" else None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        issued = issue_token(
            acting=request.viewer,
            organisation=given["organisation"],
            name=given["name"],
            purpose=given["purpose"],
            scopes=given["scopes"],
            expires=given["last_day"],
            requests_per_minute=given["requests_per_minute"],
        )
        return _secret(request, issued, gettext("New token"))
    return render(request, "tokens/new.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def rotate(request: Request, pk: int) -> HttpResponse:
    """A new secret: a question, then the secret, once."""
    token = _open_token(request, pk)
    for permission in permissions_of(token.scopes):
        request.viewer.demand(permission, token.path)
    if request.method == "POST":
        return _secret(request, rotate_token(acting=request.viewer, token=token), gettext("New secret"))
    text = gettext("A new secret is made, and you answer for the token from now on. The present one works a day more.")
    return _ask(request, token, gettext("New secret"), text)


@login_required
@require_http_methods(["GET", "POST"])
def revoke(request: Request, pk: int) -> HttpResponse:
    """End a token, after a question."""
    token = _open_token(request, pk)
    if request.method == "POST":
        revoke_token(acting=request.viewer, token=token)
        messages.success(request, gettext("The token is revoked."))
        return redirect("tokens:tokens")
    text = gettext("Whatever uses this token is refused from now on. This can't be taken back.")
    return _ask(request, token, gettext("Revoke token"), text, danger=True)


def _open_token(request: Request, pk: int) -> Token:
    return request.viewer.get(Token, pk, CHANGE)


def _secret(request: Request, issued: Issued, title: str) -> HttpResponse:
    context = {
        "title": title,
        "token": issued.token,
        "bearer": issued.bearer,
        "endpoint": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "tokens/secret.html", context)


def _ask(request: Request, token: Token, title: str, text: str, **more: Any) -> HttpResponse:
    context = {"token": token, "title": title, "text": text, **more}
    return render(request, "tokens/ask.html", context)
