"""Asking for help without being signed in, and the list of those who ask."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from santong.domains.platform.accounts.filters import HelpFilter
from santong.domains.platform.accounts.forms import HelpForm
from santong.domains.platform.accounts.helping import pass_on, reopen_help, settle_help
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.accounts.queries import account_of
from santong.domains.platform.accounts.tables import HelpTable
from santong.domains.platform.identity.public import ACTIVATE
from santong.kit.access import SYSTEM, Viewer
from santong.kit.http import Request
from santong.kit.jobs.public import start
from santong.kit.pages import ModelPages
from santong.kit.undo import offer, undoable

REOPEN = "accounts.reopen_help"


@never_cache
@sensitive_post_parameters("identifier", "name")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Say that one can't get in; the answer is the same whether or not there is such an account."""
    form = HelpForm(request.POST if request.method == "POST" else None, request=request)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        status = HTTPStatus.TOO_MANY_REQUESTS if form.must_wait else status
        return render(request, "accounts/ask.html", {"form": form}, status=status)
    person = form.person.pk if form.person else 0
    start(pass_on, {"person": person, "reason": form.cleaned_data["reason"]}, acting=SYSTEM)
    return redirect("accounts:help-asked")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "accounts/asked.html")


class HelpPages(ModelPages):
    """Who asks for help, at the places where the viewer may give it."""

    model = HelpRequest
    name = "help-requests"
    namespace = "accounts"
    title = _("Requests for help")
    icon = "help"
    table = HelpTable
    filterset = HelpFilter
    sort = "-asked_at"
    detail = False
    empty_text = _("People who can't sign in ask from the sign-in page; what they ask you appears here.")

    @property
    def view(self) -> str:
        return ACTIVATE

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "settled_by")

    def detail_url(self, row: Any) -> str:
        return reverse("accounts:account", args=[row.person_id])


@login_required
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Nothing has to be done about what a person asked."""
    person = account_of(request.viewer, pk)
    with transaction.atomic():
        row = settle_help(acting=request.viewer, person=person, state=HelpRequest.State.CLOSED)
        if row is not None:
            offer(request, gettext("The request is closed."), handler=REOPEN, payload={"id": row.pk})
    return redirect("accounts:account", person.pk)


@undoable(REOPEN)
def _reopen(viewer: Viewer, payload: dict[str, Any]) -> str:
    reopen_help(acting=viewer, request=viewer.get(HelpRequest, payload["id"], ACTIVATE))
    return gettext("The request waits again.")
