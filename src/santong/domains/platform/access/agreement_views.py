"""The page on which the three separate administrators agree to changes of one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from santong.domains.platform.access.agreements import (
    Kind,
    ask_agreement,
    decide_agreement,
    holders,
    may_agree,
    may_reconsider,
    may_withdraw,
    reconsider_agreement,
    withdraw_agreement,
)
from santong.domains.platform.access.models import AGREE, Agreement
from santong.kit.access import Viewer
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

SHOWN = 50
WITHDRAW, RECONSIDER = "agreements.withdraw", "agreements.reconsider"


@login_required
@require_safe
def agreements(request: Request) -> HttpResponse:
    """What waits for a second of the three, what was decided, and whose account can be asked for."""
    request.viewer.demand(AGREE)
    rows = Agreement.objects.visible_to(request.viewer).select_related("person", "asked_by", "decided_by")
    shown = [(row, _what_may_be_done(request.viewer, row)) for row in rows.order_by("-pk")[:SHOWN]]
    others = holders().exclude(person_id=request.viewer.person_id).select_related("person")
    return render(request, "access/agreements.html", {"rows": shown, "others": others})


def _what_may_be_done(viewer: Viewer, row: Agreement) -> str:
    """What the viewer may do about a request: "answer", "withdraw", "reconsider" or nothing ("")."""
    if row.state == Agreement.State.ASKED and may_agree(viewer, row):
        return "answer"
    if may_withdraw(viewer, row):
        return "withdraw"
    return "reconsider" if may_reconsider(viewer, row) else ""


@login_required
@require_POST
def ask(request: Request) -> HttpResponse:
    """Ask for access to the account of another of the three."""
    request.viewer.demand(AGREE)
    pk = whole_number(request.POST.get("person", ""))
    row = holders().exclude(person_id=request.viewer.person_id).filter(person_id=pk).select_related("person").first()
    if row is None:
        raise Http404
    with transaction.atomic():
        made = ask_agreement(acting=request.viewer, kind=Kind.ACCOUNT, person=row.person)
        text = _("Asked. As soon as a second administrator has agreed, you have a day to do it.")
        offer(request, text, handler=WITHDRAW, payload={"id": made.pk})
    return redirect("access:agreements")


@login_required
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Agree, or don't."""
    row, agrees = request.viewer.get(Agreement, pk), request.POST.get("answer") == "agree"
    try:
        with transaction.atomic():
            decide_agreement(acting=request.viewer, agreement=row, agrees=agrees)
            text = _("Agreed. Whoever asked has a day to carry it out.") if agrees else _("Refused.")
            offer(request, text, handler=RECONSIDER, payload={"id": row.pk})
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("access:agreements")


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Ask no longer."""
    return _told(request, withdraw_agreement, pk, _("Withdrawn."))


@login_required
@require_POST
def reconsider(request: Request, pk: int) -> HttpResponse:
    """Let what one has answered wait again."""
    return _told(request, reconsider_agreement, pk, _("The request waits for an answer again."))


def _told(request: Request, action: Callable[..., None], pk: int, done: str) -> HttpResponse:
    try:
        action(acting=request.viewer, agreement=request.viewer.get(Agreement, pk))
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("access:agreements")


@undoable(WITHDRAW)
def _ask_no_longer(viewer: Viewer, payload: dict[str, Any]) -> str:
    return _undone(viewer, withdraw_agreement, payload["id"], _("Withdrawn."))


@undoable(RECONSIDER)
def _answer_anew(viewer: Viewer, payload: dict[str, Any]) -> str:
    return _undone(viewer, reconsider_agreement, payload["id"], _("The request waits for an answer again."))


def _undone(viewer: Viewer, action: Callable[..., None], pk: int, done: str) -> str:
    action(acting=viewer, agreement=viewer.get(Agreement, pk))
    return done
