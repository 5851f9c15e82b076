"""Writes on examinations: papers and their times, rooms, publishing, taking over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.campus.bookings.public import give_back, hold
from santong.domains.campus.exams.events import ExaminationPublished
from santong.domains.campus.exams.models import JOINT, KEEP, Examination, ExamRoom, Invigilation, Paper, Seat
from santong.domains.campus.exams.objecting import last_number, no_papers, of_bureau, taken_over
from santong.domains.campus.exams.proposing import Wishes, propose
from santong.domains.campus.exams.queries import (
    grades_to_sit,
    lessons_on,
    lessons_to_cancel,
    objections,
    papers_of,
    sitting,
)
from santong.domains.campus.places.public import Room
from santong.domains.campus.students.public import Guardianship
from santong.domains.campus.timetable.public import reinstate, suspend
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import take_back_told, tell
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Holds, step
from santong.kit.steps.who import Who

State = Examination.State
KEEPER = Holds(KEEP) | Holds(JOINT)
SITS = gettext_lazy("The examination “%(name)s” is settled. Look at time, room and seat.")
INVIGILATES = gettext_lazy("You invigilate in the examination “%(name)s”. Look at time and room.")


def put_examination(*, acting: Viewer, examination: Examination) -> Examination:
    """Begin an examination, or change its days and rules."""
    acting.demand(KEEP if examination.is_of_school else JOINT, examination.school.path)
    with transaction.atomic(), named("exams.put"):
        examination.path = examination.school.path
        examination.save()
    return examination


@step(Examination, "exams.add_papers", who=KEEPER, sources=(State.DRAFT,), unless=(taken_over,))
def add_papers(
    *, acting: Viewer, examination: Examination, subjects: Sequence[str], minutes: int, full: int,
    grades: Collection[Organisation] = (), levels: Collection[int] = (),
) -> list[int]:  # fmt: skip
    """Add papers of some subjects to grades of a school, or to levels of a bureau's schools; those there stay."""
    there = {(row.level, row.grade_id, row.subject) for row in papers_of(examination)}
    wanted = [(grade.grade.level, grade) for grade in grades] + [(level, None) for level in levels]
    rows = [
        Paper(
            examination=examination, path=examination.path, grade=grade, level=level, subject=subject, minutes=minutes,
            full=full,
        )
        for level, grade in wanted for subject in subjects
        if (level, grade.pk if grade is not None else None, subject) not in there
    ]  # fmt: skip
    if not rows:
        raise NotPossible(_("These papers are there already."), field="subjects")
    return [row.pk for row in Paper.objects.bulk_create(rows)]


@add_papers.back
def _without_papers(acting: Viewer, examination: Examination, papers: list[int]) -> None:
    Paper.objects.noted(papers).delete()


@step(Examination, "exams.drop_paper", who=KEEPER, sources=(State.DRAFT,), unless=(no_papers, taken_over))
def drop_paper(*, acting: Viewer, examination: Examination, paper: Paper) -> None:
    """Take a paper away, with who invigilates it."""
    paper.delete()


@step(Examination, "exams.set_time", who=KEEPER, sources=(State.DRAFT,), unless=(no_papers, taken_over))
def set_time(
    *, acting: Viewer, examination: Examination, paper: Paper, day: date, begins: time, minutes: int, full: int
) -> list[Any]:
    """Give a paper its time, length and full marks; answers what they were."""
    before = [paper.pk, paper.begins.isoformat() if paper.begins else "", paper.minutes, paper.full]
    if not examination.first <= day <= examination.last:
        words = _("This day isn't within the examination: %(when)s.")
        raise NotPossible(words % {"when": examination.when}, field="day")
    paper.minutes, paper.full = minutes, full
    paper.put_at(timezone.make_aware(datetime.combine(day, begins)))
    if timezone.localtime(paper.ends).date() != day:
        raise NotPossible(_("It ends after midnight. Correct the times."), field="begins")
    paper.save()
    return before


@set_time.back
def _time_before(acting: Viewer, examination: Examination, before: list[Any]) -> None:
    key, begins, minutes, full = before
    for paper in Paper.objects.noted([key]):
        paper.minutes, paper.full = minutes, full
        paper.put_at(datetime.fromisoformat(begins) if begins else None)
        paper.save()


@step(Examination, "exams.propose_times", who=KEEPER, sources=(State.DRAFT,), unless=(no_papers, taken_over))
def propose_times(*, acting: Viewer, examination: Examination, starts: Sequence[time], most_a_day: int) -> list[Any]:
    """Find times for all papers; answers those before."""
    found = sitting(examination)
    proposal = propose(found, Wishes(starts, most_a_day))
    if proposal.clashes:
        text = _("That doesn't fit: there are too few times for the papers of a grade. "
                 "Add a day or a time, or allow more papers a day.")  # fmt: skip
        raise NotPossible(text, field="starts")
    before = [[paper.pk, paper.begins.isoformat() if paper.begins else ""] for paper in found.papers]
    for paper in found.papers:
        paper.put_at(proposal.begins[paper.pk])
    Paper.objects.bulk_save(found.papers, ["begins", "ends"])
    return before


@propose_times.back
def _times_before(acting: Viewer, examination: Examination, before: list[Any]) -> None:
    begins = dict(before)
    rows = list(Paper.objects.noted(list(begins)))
    for paper in rows:
        paper.put_at(datetime.fromisoformat(begins[paper.pk]) if begins[paper.pk] else None)
    Paper.objects.bulk_save(rows, ["begins", "ends"])


@step(Examination, "exams.choose_rooms", who=Holds(KEEP), sources=(State.DRAFT,), unless=(of_bureau, no_papers))
def choose_rooms(
    *, acting: Viewer, examination: Examination, grade: Organisation, rooms: Sequence[Room], rows: int, columns: int
) -> None:
    """Give a grade its rooms in place of those that it had; rooms that stay keep their seats."""
    there = {row.room_id: row for row in _rooms_of(examination, grade)}
    wanted = {room.pk: room for room in rooms}
    gone = [row.pk for key, row in there.items() if key not in wanted and not row.apart]
    ExamRoom.objects.noted(gone).delete()
    number = last_number(examination)
    new = []
    for key, room in wanted.items():
        if key in there:
            _resize(there[key], rows, columns)
        else:
            number += 1
            new.append(ExamRoom(examination=examination, path=examination.path, grade=grade, number=number, room=room,
                                rows=rows, columns=columns))  # fmt: skip
    ExamRoom.objects.bulk_create(new)


def _rooms_of(examination: Examination, grade: Organisation) -> list[ExamRoom]:
    return list(ExamRoom.objects.belonging_to(examination=examination, grade=grade))


def _resize(row: ExamRoom, rows: int, columns: int) -> None:
    """Another number of seats; whoever sits outside of it then is seated anew."""
    if (row.rows, row.columns) == (rows, columns) or row.apart:
        return
    row.rows, row.columns = rows, columns
    row.save(update_fields=["rows", "columns"])
    outside = Seat.objects.belonging_to(exam_room=row)
    Seat.objects.again([seat for seat in outside if seat.row > rows or seat.column > columns]).delete()


# Publishing


def _stands_against(acting: Viewer, examination: Examination) -> str:
    if not examination.is_of_school:
        return _bureau_objection(examination)
    faults = objections(examination).faults
    return " ".join(faults[:3])


def _bureau_objection(examination: Examination) -> str:
    papers = papers_of(examination)
    if not papers or any(paper.begins is None for paper in papers):
        return _("Add papers, and give each of them a time, before it is published.")
    return ""


@step(
    Examination, "exams.publish", who=KEEPER, sources=(State.DRAFT,), target=State.PUBLISHED,
    unless=(_stands_against,), event=lambda row: ExaminationPublished(row.pk),
)  # fmt: skip
def publish(*, acting: Viewer, examination: Examination) -> None:
    """Settle it: rooms are booked, lessons give way, pupils, families and invigilators are told."""
    if not examination.is_of_school:
        return
    found = sitting(examination)
    examination.booked = hold(acting=acting, wanted=found.wanted(), title=examination.name)
    lessons = lessons_to_cancel(found, lessons_on(found))
    examination.act = suspend(acting=acting, school=examination.school, lessons=lessons, reason=examination.name)
    _tell(acting, examination)


def _tell(acting: Viewer, examination: Examination) -> None:
    words = {"name": examination.name}
    page = reverse("exams:mine")
    children = list(Seat.objects.belonging_to(examination=examination).values_list("pupil__person_id", flat=True))
    links = Guardianship.objects.noted(children, by="child_id").filter(ended_on=None)
    guardians = links.values_list("guardian_id", flat=True)
    tell(_people({*children, *guardians}), SITS, words=words, address=page, key=_key("sits", examination))
    rows = Invigilation.objects.belonging_to(examination=examination).exclude(staff=None)
    staff = set(rows.values_list("staff__person_id", flat=True)) - {acting.person_id}
    tell(_people(staff), INVIGILATES, words=words, address=page, key=_key("invigilates", examination))


def _people(keys: Collection[int | None]) -> list[Person]:
    return list(Person.objects.noted([key for key in keys if key is not None]).filter(is_active=True))


def _key(what: str, examination: Examination) -> str:
    return f"exam-{what}-{examination.pk}"


def _has_results(acting: Viewer, examination: Examination) -> str:
    released = Paper.objects.belonging_to(examination=examination).exclude(released_at=None).exists()
    return _("Results are released. Hold them back first.") if released else ""


def _has_copies(acting: Viewer, examination: Examination) -> str:
    taken = Examination.objects.belonging_to(origin=examination).exists()
    return _("Schools have taken it over already. Tell them, and make another one.") if taken else ""


@step(
    Examination, "exams.withdraw", who=KEEPER, sources=(State.PUBLISHED,), target=State.DRAFT,
    unless=(_has_results, _has_copies), event=lambda row: ExaminationPublished(row.pk),
)  # fmt: skip
def withdraw(*, acting: Viewer, examination: Examination) -> None:
    """Have it as a draft again: rooms are given back, lessons are held, in one act."""
    if examination.booked is not None:
        give_back(acting=acting, series=examination.booked)
    if examination.act is not None:
        reinstate(acting=acting, school=examination.school, act=examination.act)
    examination.booked = examination.act = None
    for what in ("sits", "invigilates"):
        take_back_told(_key(what, examination))


def _not_over(acting: Viewer, examination: Examination) -> str:
    return _("Its last day isn't over yet.") if examination.last >= timezone.localdate() else ""


@step(
    Examination, "exams.close", who=KEEPER, sources=(State.PUBLISHED,), target=State.OVER, unless=(_not_over,),
    undo=True,
)  # fmt: skip
def close(*, acting: Viewer, examination: Examination) -> None:
    """Say that it is over; results can still be entered and released."""


# Joint examinations


@dataclass(frozen=True)
class KeepsSchoolBelow(Who):
    """Whoever keeps examinations at a school below the bureau whose examination it is."""

    def allows(self, viewer: Viewer, row: Any) -> bool:
        return not row.is_of_school and any(path.startswith(row.path) for path in viewer.paths(KEEP))

    @property
    def permissions(self) -> Any:
        yield KEEP


@step(Examination, "exams.take_over", who=KeepsSchoolBelow(), sources=(State.PUBLISHED,))
def take_over(*, acting: Viewer, examination: Examination, school: Organisation) -> int:
    """Make the school's own examination of a bureau's: papers and times are fixed, rooms and people are its own."""
    acting.demand(KEEP, school.path)
    if Examination.objects.belonging_to(origin=examination, school=school).exists():
        raise NotPossible(_("The school has taken over this examination already."), field="school")
    by_level = {grade.grade.level: grade for grade in grades_to_sit(school)}
    papers = [paper for paper in papers_of(examination) if paper.level in by_level]
    if not papers:
        raise NotPossible(_("None of its papers is for a grade of this school."), field="school")
    row = Examination.objects.create(
        school=school, path=school.path, origin=examination, name=examination.name, first=examination.first,
        last=examination.last, numbering=examination.numbering, invigilators=examination.invigilators,
        lessons=examination.lessons,
    )  # fmt: skip
    names = ("level", "subject", "minutes", "full", "begins", "ends")
    Paper.objects.bulk_create(
        Paper(examination=row, path=row.path, grade=by_level[paper.level], **{n: getattr(paper, n) for n in names})
        for paper in papers
    )
    return row.pk


@take_over.back
def _not_taken_over(acting: Viewer, examination: Examination, copy: int) -> None:
    rows = Examination.objects.noted([copy])
    if rows.exclude(state=State.DRAFT).exists():
        raise NotPossible(_("It is published at the school. Withdraw it there first."))
    rows.remove()
