"""Acknowledging a rule in one tap."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from santong.domains.campus.rules.actions import acknowledge
from santong.domains.campus.rules.models import READ, Regulation
from santong.kit.http import Request
from santong.kit.refusals import NotPossible


@login_required
@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Say that one knows the rule, or take that back (`given=no`)."""
    row = request.viewer.get(Regulation, pk, READ)
    is_given = request.POST.get("given") != "no"
    try:
        acknowledge(acting=request.viewer, regulation=row, is_given=is_given)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Acknowledged.") if is_given else _("You have taken it back."))
    return redirect("rules:rules-detail", row.pk)
