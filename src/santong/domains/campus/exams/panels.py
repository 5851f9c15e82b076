"""Panels on the page of an examination."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.models import KEEP, Examination, ExamResult, Seat
from santong.domains.campus.exams.queries import objections, sitting
from santong.kit.http import Request
from santong.kit.pages import TemplatePanel


def _objections(request: Request, row: Examination) -> dict[str, Any] | None:
    if row.state == Examination.State.OVER or not row.is_of_school or not request.viewer.can(KEEP, row.path):
        return None
    found = objections(row)
    return {"found": found} if found.faults or found.doubts or row.is_draft else None


def _papers(request: Request, row: Examination) -> dict[str, Any] | None:
    found = sitting(row)
    results = Counter(ExamResult.objects.belonging_to(paper__in=list(found.papers)).values_list("paper", flat=True))
    rooms: Counter[int | None] = Counter(room.grade_id for room in found.rooms)
    lines = [(paper, rooms[paper.grade_id], results[paper.pk]) for paper in found.papers]
    return {"lines": lines, "keeps": request.viewer.can(KEEP, row.path)}


def _rooms(request: Request, row: Examination) -> dict[str, Any] | None:
    found = sitting(row)
    if not found.rooms:
        return None
    sizes = Counter(Seat.objects.belonging_to(examination=row).values_list("exam_room", flat=True))
    lines = [(room, sizes[room.pk]) for room in found.rooms]
    return {"lines": lines, "keeps": request.viewer.can(KEEP, row.path)}


def _copies(request: Request, row: Examination) -> dict[str, Any] | None:
    if row.is_of_school or row.is_draft:
        return None
    copies = Examination.objects.belonging_to(origin=row).select_related("school").order_by("path")
    return {"copies": list(copies)}


OBJECTIONS = TemplatePanel(_("Before it is published"), KEEP, template="exams/objections.html", context=_objections)
PAPERS = TemplatePanel(_("Examination papers"), template="exams/papers.html", context=_papers)
ROOMS = TemplatePanel(_("Examination rooms"), template="exams/rooms.html", context=_rooms)
COPIES = TemplatePanel(_("Taken over by"), template="exams/copies.html", context=_copies)
