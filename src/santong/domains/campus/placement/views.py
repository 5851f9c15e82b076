"""The record by which anybody draws again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from santong.domains.campus.placement.drawing import record_of
from santong.domains.campus.placement.models import Placement
from santong.kit.draws import archive_of
from santong.kit.http import Request
from santong.lib import class_placement


@login_required
@require_safe
def record(request: Request, pk: int) -> HttpResponse:
    """An archive with the list and what was drawn, without names, and the program that draws again from it."""
    placement = request.viewer.get(Placement, pk)
    if placement.is_draft:
        raise Http404
    return archive_of(f"{_('Class placement')} {placement.grade}", record_of(placement), class_placement)
