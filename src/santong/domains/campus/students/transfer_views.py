"""Pages about transfers: what is offered, and the receiving school's answer."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from santong.domains.campus.students.actions.roll import CHANGE
from santong.domains.campus.students.actions.transfers import accept_transfer, refuse_transfer, withdraw_transfer
from santong.domains.campus.students.filters import TransferFilter
from santong.domains.campus.students.forms import AcceptForm, RefuseForm
from santong.domains.campus.students.models import Transfer
from santong.domains.campus.students.queries import receiving_schools
from santong.domains.campus.students.tables import TransferTable
from santong.domains.platform.organisations.public import organisation_picks
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import Fact, FactsPanel, ModelPages, StepPage
from santong.kit.pages.panels import Panel
from santong.kit.picking import suggestions


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

    steps = (
        StepPage(
            accept_transfer,
            _("Accept"),
            done=_("The pupil is on your roll now."),
            text=_("The pupil comes onto the roll of your school."),
            form=lambda data, row, viewer: AcceptForm(data, school=row.to_school),
            goes_to=lambda viewer, row: reverse("students:pupils-detail", args=[row.pupil_id]),
            icon="check",
            variant="primary",
            address="accept",
        ),
        StepPage(
            refuse_transfer,
            _("Refuse"),
            done=_("Refused. The sending school sees why."),
            text=_("The pupil stays on the roll of the sending school."),
            form=lambda data, row, viewer: RefuseForm(data),
            icon="ban",
            address="refuse",
        ),
        StepPage(
            withdraw_transfer,
            _("Withdraw"),
            done=_("Withdrawn. The pupil stays with you."),
            icon="arrow-back-up",
            address="withdraw",
        ),
    )

    def place(self, row: Any) -> str | None:
        return str(row.path)


@login_required
@require_safe
def suggest_schools(request: Request) -> HttpResponse:
    """Schools of the region, for whoever keeps the roll of one."""
    request.viewer.demand(CHANGE)
    return suggestions(request, organisation_picks(request, receiving_schools()))
