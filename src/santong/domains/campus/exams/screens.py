"""Papers of examinations on class screens: what a class sits, what is sat in a room, what a school has on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.models import Examination, ExamRoom, Paper
from santong.kit.screens import CLASS, HALL, LINES, ROOM, Follows, Line, ScreenBlock, Spot, whole_day

OF_SCHOOL = ("exams.Examination", "exams.Paper", "exams.ExamRoom")


def papers(spot: Spot, first: date, last: date) -> Iterator[Line]:
    """The papers of some days, each until it is over: of a class with the rooms of its pupils, of a room or school."""
    begins, ends = whole_day(first, last)
    open_ones = Examination.objects.belonging_to(school=spot.school).filter(state=Examination.State.PUBLISHED)
    rows = Paper.objects.belonging_to(examination=open_ones).filter(begins__range=(begins, ends))
    rooms = ExamRoom.objects.belonging_to(examination=open_ones).select_related("room__building").order_by("number")
    if spot.school_class is not None:
        rows = rows.filter(grade=spot.school_class.parent_id)
        rooms = rooms.filter(seats__school_class=spot.school_class).distinct()
    elif spot.room is not None:
        rooms = rooms.filter(room=spot.room)
        rows = rows.filter(examination__in=rooms.values("examination"), grade__in=rooms.values("grade"))
    found = list(rows.select_related("grade", "examination").order_by("begins", "level", "pk"))
    where = _rooms(spot, rooms) if found else {}
    for paper in found:
        title = paper.subject if spot.school_class is not None else f"{paper.grade} {paper.subject}"
        note = " · ".join(filter(None, (paper.when, where.get(paper.examination_id, ""))))
        assert paper.ends is not None
        yield Line(title, begins, paper.ends, text=paper.examination.name, note=note)


def _rooms(spot: Spot, rooms: QuerySet[ExamRoom]) -> dict[int, str]:
    """The rooms of each examination in words; a hall names none, for every grade has others."""
    found: dict[int, list[str]] = {}
    for row in rooms if spot.place != HALL else ():
        found.setdefault(row.examination_id, []).append(f"{row} {row.room}")
    return {key: "、".join(words) for key, words in found.items()}


BLOCK = ScreenBlock(
    "exams", _("Examinations"), LINES, (CLASS, ROOM, HALL), papers, tuple(map(Follows, OF_SCHOOL)), order=15,
)  # fmt: skip
