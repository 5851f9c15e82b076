"""Copying a week of the week plan, and colleagues to choose for a roster."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from santong.domains.campus.duty.actions import copy_week
from santong.domains.campus.duty.models import KEEP, PlanItem, Roster
from santong.domains.platform.access.public import colleagues_at
from santong.domains.platform.calendars.public import monday_of
from santong.domains.platform.identity.public import picks_of
from santong.domains.platform.organisations.public import offices_held
from santong.kit.access import Viewer
from santong.kit.http import Request, day_of
from santong.kit.picking import suggestions
from santong.kit.refusals import NotPossible
from santong.kit.undo import offer, undoable
from santong.lib.whole_numbers import whole_number

UNDO = "duty.copy_week"


@login_required
@require_POST
def copy(request: Request) -> HttpResponse:
    """Copy the week before into the week of a day (`day`), for one of the viewer's places (`place`)."""
    request.viewer.demand(KEEP)
    place = offices_held(request.viewer, KEEP).filter(pk=whole_number(request.POST.get("place", "")) or 0).first()
    if place is None:
        raise Http404("place")
    monday = monday_of(day_of(request.POST.get("day", "")) or timezone.localdate())
    try:
        keys = copy_week(acting=request.viewer, place=place, monday=monday)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        text = ngettext("%(n)s line was copied.", "%(n)s lines were copied.", len(keys)) % {"n": len(keys)}
        offer(request, text, handler=UNDO, payload={"ids": keys})
    return redirect(f"{reverse('duty:week-plan')}?day={monday.isoformat()}")


@undoable(UNDO)
def _take_copies_back(viewer: Viewer, payload: dict[str, Any]) -> str:
    PlanItem.objects.visible_to(viewer, KEEP).filter(pk__in=payload["ids"]).remove()
    return _("The copied lines were taken out.")


@login_required
@require_safe
def colleagues(request: Request, pk: int) -> HttpResponse:
    """Those who may take turns on a roster."""
    roster = request.viewer.get(Roster, pk, KEEP)
    return suggestions(request, picks_of(request, colleagues_at([roster.path])))
