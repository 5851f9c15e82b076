"""Pages about transfers: what is offered, and the receiving school's answer."""

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
from django.views.decorators.http import require_http_methods, require_safe

from santong.domains.campus.students.actions.roll import CHANGE, NotPossible
from santong.domains.campus.students.actions.transfers import accept_transfer, refuse_transfer, withdraw_transfer
from santong.domains.campus.students.filters import TransferFilter
from santong.domains.campus.students.forms import AcceptForm, RefuseForm
from santong.domains.campus.students.models import Transfer
from santong.domains.campus.students.queries import receiving_schools
from santong.domains.campus.students.tables import TransferTable
from santong.domains.platform.organisations.public import organisation_picks
from santong.kit.access import Viewer, current_viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, PageAction
from santong.kit.pages.panels import Panel
from santong.kit.picking import suggestions


def _is_waiting(row: Transfer) -> bool:
    return row.state == Transfer.State.ASKED


def _may_answer(row: Transfer) -> bool:
    """The receiving school answers; the page itself only knows the sending one's place."""
    viewer = current_viewer.get()
    return _is_waiting(row) and viewer is not None and viewer.can(CHANGE, row.to_path)


class TransferPages(ModelPages):
    """Transfers from and to the schools that somebody keeps."""

    model = Transfer
    name = "transfers"
    namespace = "students"
    title = _("Transfers")
    icon = "arrow-right"
    table = TransferTable
    filterset = TransferFilter
    export = "transfers.view"
    sort = "-pk"
    empty_text = _("Transfers that a school offers to another appear here at both.")
    panels: tuple[Panel, ...] = (
        FactsPanel(
            _("Transfer"),
            facts=(
                Fact(lambda t: t.from_school.name, _("sending school")),
                Fact(lambda t: t.to_school.name, _("receiving school")),
                "state",
                "reason",
                "answer",
                "asked_on",
                "decided_on",
            ),
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("pupil__person", "from_school", "to_school")

    @property
    def detail_actions(self) -> tuple[PageAction, ...]:  # type: ignore[override]
        """Answering is the receiving school's, so the pages themselves check where."""
        return (
            PageAction(
                _("Accept"),
                lambda row: reverse("students:transfer-accept", args=[row.pk]),
                icon="check",
                variant="primary",
                shown=_may_answer,
            ),
            PageAction(
                _("Refuse"),
                lambda row: reverse("students:transfer-refuse", args=[row.pk]),
                icon="ban",
                shown=_may_answer,
            ),
            PageAction(
                _("Withdraw"),
                lambda row: reverse("students:transfer-withdraw", args=[row.pk]),
                CHANGE,
                icon="arrow-back-up",
                shown=_is_waiting,
            ),
        )

    def place(self, row: Any) -> str | None:
        return str(row.path)


def _page(transfer: Transfer) -> str:
    return reverse("students:transfers-detail", args=[transfer.pk])


@login_required
@require_safe
def suggest_schools(request: Request) -> HttpResponse:
    """Schools of the region, for whoever keeps the roll of one."""
    request.viewer.demand(CHANGE)
    return suggestions(request, organisation_picks(request, receiving_schools()))


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: Request, pk: int) -> HttpResponse:
    """Take the pupil, into a class of one's own school."""
    transfer = _received(request, pk)
    form = AcceptForm(request.POST if request.method == "POST" else None, school=transfer.to_school)
    if request.method == "POST" and form.is_valid():
        try:
            accept_transfer(acting=request.viewer, transfer=transfer, **form.cleaned_data)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, gettext("The pupil is on your roll now."))
            return redirect("students:pupils-detail", transfer.pupil_id)
    return _form(request, transfer, form, _("Accept"), _("The pupil comes onto the roll of your school."))


@login_required
@require_http_methods(["GET", "POST"])
def refuse(request: Request, pk: int) -> HttpResponse:
    """Don't take the pupil, and say why."""
    transfer = _received(request, pk)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_transfer(acting=request.viewer, transfer=transfer, answer=form.cleaned_data["answer"])
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, gettext("Refused. The sending school sees why."))
            return redirect(_page(transfer))
    return _form(request, transfer, form, _("Refuse"), _("The pupil stays on the roll of the sending school."))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take one's offer back."""
    transfer = request.viewer.get(Transfer, pk)
    request.viewer.demand(CHANGE, transfer.path)
    if request.method == "POST":
        try:
            withdraw_transfer(acting=request.viewer, transfer=transfer)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, gettext("Withdrawn. The pupil stays with you."))
        return redirect(_page(transfer))
    return _form(request, transfer, None, _("Withdraw"), _("The pupil stays on the roll of your school."))


def _received(request: Request, pk: int) -> Transfer:
    transfer = request.viewer.get(Transfer, pk)
    request.viewer.demand(CHANGE, transfer.to_path)
    return transfer


def _form(request: Request, transfer: Transfer, form: Any, title: Any, text: Any) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "text": text,
        "row": transfer,
        "back": _page(transfer),
        "crumbs": [(reverse("students:transfers"), _("Transfers")), (_page(transfer), transfer)],
    }
    return render(request, "students/step.html", context, status=422 if form and form.errors else 200)
