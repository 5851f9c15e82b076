"""Writes on seats: all pupils by lot, one who comes late, one who leaves, one who sits apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from santong.domains.campus.exams.models import KEEP, Examination, ExamRoom, Seat
from santong.domains.campus.exams.objecting import last_number, no_papers, of_bureau
from santong.domains.campus.exams.queries import candidates_of, exam_rooms_of, grades_sitting, papers_of, seats_in
from santong.domains.campus.places.public import Room
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step
from santong.lib.examination_seating import Cell, Grid, Sitter, TooFewSeats, free_cell, seat, spread
from santong.lib.lots import new_secret

State = Examination.State
KEEPER = Holds(KEEP)
UNTIL_OVER = (State.DRAFT, State.PUBLISHED)


@step(Examination, "exams.seat_pupils", who=KEEPER, sources=(State.DRAFT,), unless=(of_bureau, no_papers))
def seat_pupils(*, acting: Viewer, examination: Examination) -> int:
    """Give all pupils rooms, seats and numbers by lot; whoever sits apart stays there. Answers how many were seated."""
    examination.seed = new_secret()
    rooms = exam_rooms_of(examination)
    apart = {room.pk for room in rooms if room.apart}
    kept = list(Seat.objects.belonging_to(examination=examination).filter(exam_room__in=apart))
    Seat.objects.belonging_to(examination=examination).exclude(exam_room__in=apart).delete()
    new: list[Seat] = []
    for grade in grades_sitting(papers_of(examination)):
        own = [room for room in rooms if room.grade_id == grade.pk and not room.apart]
        without = {row.pupil_id for row in kept}
        pupils = [row for row in candidates_of(grade, examination.school) if row.pk not in without]
        new += _seated(examination, grade, own, pupils)
    _number(examination, new, kept)
    Seat.objects.bulk_create(new)
    return len(new)


def _seated(
    examination: Examination, grade: Organisation, rooms: Sequence[ExamRoom], pupils: Sequence[Pupil]
) -> list[Seat]:
    by_key = {pupil.pk: pupil for pupil in pupils}
    seed = f"{examination.seed} {grade.pk}"
    sitters = [Sitter(pupil.pk, pupil.school_class_id) for pupil in pupils]  # type: ignore[arg-type]
    try:
        shares = spread(sitters, [room.capacity for room in rooms], seed)
    except TooFewSeats as few:
        words = _("%(grade)s: %(n)s seats are missing. Choose more rooms, or more seats a room.")
        raise NotPossible(words % {"grade": grade, "n": few.missing}) from few
    return [
        _row(examination, room, by_key[key], cell)
        for room, share in zip(rooms, shares, strict=True)
        for key, cell in seat(share, Grid(room.rows, room.columns), f"{seed} {room.number}").items()
    ]


def _row(examination: Examination, room: ExamRoom, pupil: Pupil, cell: Cell) -> Seat:
    assert pupil.school_class is not None
    place = Grid(room.rows, room.columns).cells.index(cell) + 1
    return Seat(
        examination=examination, exam_room=room, pupil=pupil, school_class=pupil.school_class,
        path=pupil.school_class.path, place=place, row=cell[0] + 1, column=cell[1] + 1,
    )  # fmt: skip


def _number(examination: Examination, rows: Sequence[Seat], kept: Sequence[Seat]) -> None:
    """Give seats their candidate numbers, by the rule of the examination."""
    used = {row.number for row in kept}
    at = 0
    for row in sorted(rows, key=lambda row: (row.exam_room.grade.path, row.exam_room.number, row.place)):
        level = row.exam_room.grade.grade.level
        if examination.numbering == Examination.Numbering.ROOM:
            row.number = f"{level:02}{row.exam_room.number:02}{row.place:02}"
            continue
        at += 1
        while (number := f"{level:02}{at:04}") in used:
            at += 1
        row.number = number
        used.add(number)


def _no_seats(acting: Viewer, examination: Examination) -> str:
    found = Seat.objects.belonging_to(examination=examination).exists()
    return "" if found else _("Nobody has a seat yet. Choose the rooms, then seat the pupils.")


@step(Examination, "exams.add_late", who=KEEPER, sources=UNTIL_OVER, unless=(_no_seats,))
def add_late(*, acting: Viewer, examination: Examination, pupil: Pupil) -> int:
    """Seat somebody who came late, beside as few of their class as can be; nobody else moves."""
    if Seat.objects.belonging_to(examination=examination, pupil=pupil).exists():
        raise NotPossible(_("This pupil has a seat already."), field="pupil")
    best: tuple[int, ExamRoom, Cell] | None = None
    for room in exam_rooms_of(examination):
        if room.apart or not pupil.path.startswith(room.grade.path):
            continue
        groups = {(row.row - 1, row.column - 1): row.school_class_id for row in seats_in(room)}
        cell = free_cell(groups, Grid(room.rows, room.columns), pupil.school_class_id or 0)
        if cell is not None and (best is None or len(groups) < best[0]):
            best = (len(groups), room, cell)
    if best is None:
        raise NotPossible(_("All rooms of the grade are full. Choose more seats a room first."), field="pupil")
    row = _row(examination, best[1], pupil, best[2])
    _number(examination, [row], list(Seat.objects.belonging_to(examination=examination)))
    row.save()
    return row.pk


@add_late.back
def _without_late(acting: Viewer, examination: Examination, key: int) -> None:
    Seat.objects.noted([key]).delete()


@step(Examination, "exams.take_out", who=KEEPER, sources=UNTIL_OVER, unless=(_no_seats,))
def take_out(*, acting: Viewer, examination: Examination, seat: Seat) -> None:
    """Free the seat of somebody who no longer sits; nobody else moves."""
    seat.delete()


@step(Examination, "exams.move_apart", who=KEEPER, sources=UNTIL_OVER, unless=(_no_seats,))
def move_apart(*, acting: Viewer, examination: Examination, seat: Seat, room: Room, extra_minutes: int) -> None:
    """Let a pupil sit in a room for single pupils, with more time where that is due; nobody else moves."""
    grade = seat.exam_room.grade
    there = ExamRoom.objects.belonging_to(examination=examination, grade=grade, room=room).first()
    if there is not None and not there.apart:
        raise NotPossible(_("Others of the grade sit in this room. Choose another one."), field="room")
    if there is None:
        columns = min(4, room.seats or 4)
        there = ExamRoom.objects.create(
            examination=examination, path=examination.path, grade=grade, number=last_number(examination) + 1,
            room=room, rows=max(1, min(3, (room.seats or 4) // columns)), columns=columns, apart=True,
        )  # fmt: skip
    groups = {(row.row - 1, row.column - 1): row.school_class_id for row in seats_in(there) if row.pk != seat.pk}
    cell = free_cell(groups, Grid(there.rows, there.columns), seat.school_class_id)
    if cell is None:
        raise NotPossible(_("This room is full. Choose another one."), field="room")
    fresh = _row(examination, there, seat.pupil, cell)
    others = list(Seat.objects.belonging_to(examination=examination).exclude(pk=seat.pk))
    _number(examination, [fresh], others)
    for name in ("exam_room", "place", "row", "column", "number"):
        setattr(seat, name, getattr(fresh, name))
    seat.extra_minutes = extra_minutes
    seat.save()
