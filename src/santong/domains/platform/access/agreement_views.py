"""The page on which the three separate administrators agree to changes of one of them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from santong.domains.platform.access.agreements import Kind, ask_agreement, decide_agreement, holders, may_agree
from santong.domains.platform.access.models import AGREE, Agreement
from santong.kit.http import Request
from santong.kit.refusals import NotPossible
from santong.lib.whole_numbers import whole_number

SHOWN = 50


@login_required
@require_safe
def agreements(request: Request) -> HttpResponse:
    """What waits for a second of the three, what was decided, and whose account can be asked for."""
    request.viewer.demand(AGREE)
    rows = Agreement.objects.visible_to(request.viewer).select_related("person", "asked_by", "decided_by")
    shown = [
        (row, row.state == Agreement.State.ASKED and may_agree(request.viewer, row))
        for row in rows.order_by("-pk")[:SHOWN]
    ]
    others = holders().exclude(person_id=request.viewer.person_id).select_related("person")
    return render(request, "access/agreements.html", {"rows": shown, "others": others})


@login_required
@require_POST
def ask(request: Request) -> HttpResponse:
    """Ask for access to the account of another of the three."""
    request.viewer.demand(AGREE)
    pk = whole_number(request.POST.get("person", ""))
    row = holders().exclude(person_id=request.viewer.person_id).filter(person_id=pk).select_related("person").first()
    if row is None:
        raise Http404
    ask_agreement(acting=request.viewer, kind=Kind.ACCOUNT, person=row.person)
    messages.success(request, _("Asked. As soon as a second administrator has agreed, you have a day to do it."))
    return redirect("access:agreements")


@login_required
@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Agree, or don't."""
    row = request.viewer.get(Agreement, pk)
    try:
        decide_agreement(acting=request.viewer, agreement=row, agrees=request.POST.get("answer") == "agree")
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Noted. Whoever asked has a day to carry out what was agreed to."))
    return redirect("access:agreements")
