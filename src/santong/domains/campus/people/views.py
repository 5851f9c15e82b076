"""Pages about people whom a school asks for: the list of those who decide, and one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from santong.domains.campus.people.actions import (
    confirm_adoption,
    decline_adoption,
    reconsider_adoption,
    withdraw_adoption,
)
from santong.domains.campus.people.filters import AdoptionFilter
from santong.domains.campus.people.kinds import kind_named
from santong.domains.campus.people.models import DECIDE, Adoption
from santong.domains.campus.people.panels import DECISION
from santong.domains.campus.people.queries import about, may_decide
from santong.domains.campus.people.tables import AdoptionTable
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.pages import BulkAction, Fact, FactsPanel, ModelPages
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable

RECONSIDER = "people.reconsider_adoption"
Act = Callable[..., Adoption]


class AdoptionPages(ModelPages):
    """Whom schools ask for, at those who ask and at those who decide."""

    model = Adoption
    name = "adoptions"
    namespace = "people"
    title = _("Confirmations")
    icon = "user-check"
    table = AdoptionTable
    filterset = AdoptionFilter
    export = DECIDE
    sort = "-pk"
    empty_text = _("A school that imports somebody who is known elsewhere asks there; such requests appear here.")
    panels = (
        FactsPanel(
            _("Request"),
            facts=(
                Fact(lambda row: row.person.name, _("person")),
                Fact(lambda row: row.kind_label, _("as")),
                Fact(lambda row: row.school.name, _("asking school")),
                Fact(lambda row: row.child.name if row.child else "", _("child")),
                "state",
                "asked_at",
                "decided_at",
            ),
        ),
        DECISION,
    )
    bulk = (
        BulkAction(
            "confirm",
            _("Confirm"),
            DECIDE,
            run=lambda acting, rows: decide_rows(acting, rows, confirm_adoption),
            icon="check",
            undo=RECONSIDER,
        ),
        BulkAction(
            "decline",
            _("Decline"),
            DECIDE,
            run=lambda acting, rows: decide_rows(acting, rows, decline_adoption),
            icon="ban",
            undo=RECONSIDER,
        ),
    )

    def rows(self, viewer: Viewer) -> QuerySet:
        return super().rows(viewer).select_related("person", "school", "child")


def decide_rows(acting: Viewer, rows: QuerySet, act: Act) -> tuple[str, dict[str, Any]]:
    """Decide about those of the rows that wait for the viewer; the sentence, and what taking it back needs."""
    open_ones = rows.filter(state=Adoption.State.ASKED).select_related("person", "school", "child")
    done, failed = [], 0
    for row in open_ones:
        if not may_decide(acting, row):
            failed += 1
            continue
        try:
            done.append(act(acting=acting, adoption=row).pk)
        except NotPossible:
            failed += 1
    text = ngettext("Decided about %(n)s request.", "Decided about %(n)s requests.", len(done)) % {"n": len(done)}
    if failed:
        left = ngettext(
            "%(n)s isn't yours to decide or can't be taken on any more; its page says why.",
            "%(n)s aren't yours to decide or can't be taken on any more; their pages say why.",
            failed,
        )
        text = f"{text} {left % {'n': failed}}"
    return text, {"ids": done}


@undoable(RECONSIDER)
def _reconsider(viewer: Viewer, payload: dict[str, Any]) -> str:
    rows = [viewer.get(Adoption, pk) for pk in payload["ids"]]
    for row in rows:
        reconsider_adoption(acting=viewer, adoption=row)
    return gettext("The request waits for a decision again.")


@login_required
@require_safe
def mine(request: Request) -> HttpResponse:
    """What schools have asked about whoever looks."""
    rows = about(request.viewer.person_id)
    return render(request, "people/mine.html", {"rows": [(row, may_decide(request.viewer, row)) for row in rows[:50]]})


@login_required
@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Agree to what a school asks."""
    return _decided(request, pk, confirm_adoption, gettext("Confirmed. What the school wrote is taken now."))


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    """Don't agree."""
    return _decided(request, pk, decline_adoption, gettext("Declined. Nothing was taken over."))


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """The school no longer asks."""
    row = request.viewer.get(Adoption, pk)
    request.viewer.demand(kind_named(row.kind).permission, row.path)
    try:
        withdraw_adoption(acting=request.viewer, adoption=row)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, gettext("Withdrawn. Import the row again to ask anew."))
    return redirect("people:adoptions-detail", pk)


def _decided(request: Request, pk: int, act: Act, text: str) -> HttpResponse:
    row = request.viewer.get(Adoption, pk)
    try:
        act(acting=request.viewer, adoption=row)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        offer(request, text, handler=RECONSIDER, payload={"ids": [pk]})
    is_own = row.person_id == request.viewer.person_id
    return redirect(reverse("people:mine") if is_own else reverse("people:adoptions-detail", args=[pk]))
