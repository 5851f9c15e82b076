"""Suggestions of places and people for forms about supervised tasks."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from santong.domains.campus.supervision.actions import pass_on
from santong.domains.campus.supervision.models import ISSUE, Assignment, SupervisedTask
from santong.domains.campus.supervision.queries import units_below
from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.identity.public import picks_of
from santong.domains.platform.organisations.public import organisation_picks
from santong.kit.http import Request
from santong.kit.picking import suggestions


@login_required
@require_safe
def units(request: Request, pk: int) -> HttpResponse:
    """Places that may lead a task or assist with it."""
    task = request.viewer.get(SupervisedTask, pk, ISSUE)
    return suggestions(request, organisation_picks(request, units_below(task.path)))


@login_required
@require_safe
def colleagues(request: Request, pk: int) -> HttpResponse:
    """Those to whom whoever leads an assignment, or has issued it, may pass it on."""
    row = request.viewer.get(Assignment, pk)
    pass_on.demand(request.viewer, row)
    return suggestions(request, picks_of(request, colleagues_at([row.path])))
