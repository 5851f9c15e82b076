"""The record by which anybody gives the places again."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from santong.domains.campus.choices.drawing import record_of
from santong.domains.campus.choices.models import ChoiceRound, Chooser
from santong.kit.draws import archive_of
from santong.kit.http import Request
from santong.lib.course_choice import assigning


@login_required
@require_safe
def record(request: Request, pk: int) -> HttpResponse:
    """An archive with the list and what was drawn, without names, and the program that gives the places again.

    Those who see the choice get it from its closing on, those who chose once the result is announced.
    """
    chose = Chooser.objects.visible_to(request.viewer).filter(round=pk).select_related("round").first()
    row = chose.round if chose is not None and chose.round.is_announced else request.viewer.get(ChoiceRound, pk)
    if not row.commitment:
        raise Http404
    return archive_of(row.name, record_of(row), assigning)
