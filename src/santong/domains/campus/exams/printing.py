"""Examinations on paper: door lists, desk labels, seating plans, signatures, who invigilates; or all in one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.models import KEEP, Examination, Seat
from santong.domains.campus.exams.queries import Sitting, day_rooms, plan_of, seats_by_room, sitting
from santong.kit.access import Viewer
from santong.kit.printing.declare import Printable, Sheet
from santong.kit.registry import Label

DOOR, LABELS, PLANS, SIGNATURES, PEOPLE = "door", "labels", "plans", "signatures", "people"
ALL = (PEOPLE, DOOR, PLANS, SIGNATURES, LABELS)
LABELS_A_ROW = 3


def _rooms(found: Sitting) -> list[dict[str, Any]]:
    """Each room with its papers, seats in two columns for the door, the plan, and labels in rows."""
    seats = seats_by_room(found.examination)
    lines = []
    for room in found.rooms:
        own = seats.get(room.pk, [])
        if own:
            half = (len(own) + 1) // 2
            lines.append(
                {
                    "room": room, "papers": found.papers_in(room), "seats": own, "count": len(own),
                    "halves": _beside(own[:half], own[half:]), "plan": plan_of(room, own),
                    "labels": [own[at : at + LABELS_A_ROW] for at in range(0, len(own), LABELS_A_ROW)],
                }
            )  # fmt: skip
    return lines


def _beside(left: Sequence[Seat], right: Sequence[Seat]) -> list[tuple[Seat, Seat | None]]:
    return [(each, right[at] if at < len(right) else None) for at, each in enumerate(left)]


def content(parts: Sequence[str], title: Label) -> Callable[[Viewer, Examination], Sheet]:
    """What makes the sheets of some parts."""

    def made(acting: Viewer, row: Examination) -> Sheet:
        found = sitting(row)
        rooms = _rooms(found) if set(parts) - {PEOPLE} else []
        papers = [each for day in found.days for each in day_rooms(found, day)] if PEOPLE in parts else []
        number = sum(len(line["seats"]) for line in rooms) * max(1, len(parts) - 1)
        context = {"row": row, "parts": parts, "rooms": rooms, "papers": papers}
        return Sheet(f"{row.name} {title}", issuer=row.school.name, rows=number or 1, context=context)

    return made


def _seated(row: Examination) -> bool:
    return row.is_of_school and bool(row.seed)


def _printable(name: str, label: Label, parts: Sequence[str], order: int, icon: str) -> Printable:
    return Printable(
        name, label, "exams.Examination", "exams/print/book.html", permission=KEEP, content=content(parts, label),
        applies=_seated, order=order, icon=icon,
    )  # fmt: skip


PRINTABLES = (
    _printable("exam-door-lists", _("Door lists"), (DOOR,), 10, "door"),
    _printable("exam-labels", _("Desk labels"), (LABELS,), 20, "tag"),
    _printable("exam-plans", _("Seating plans"), (PLANS,), 30, "layout-grid"),
    _printable("exam-signatures", _("Signature lists"), (SIGNATURES,), 40, "edit"),
    _printable("exam-invigilators", _("Plan of invigilators"), (PEOPLE,), 50, "users"),
    _printable("exam-book", _("Everything in one"), ALL, 60, "book"),
)
