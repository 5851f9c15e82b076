"""From the rows of an examination to what the planning of invigilators reckons with, and who could step in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from santong.domains.campus.exams.models import Examination, Invigilation, Paper
from santong.domains.campus.exams.queries import Sitting, lessons_on, lessons_to_cancel, seats_by_room
from santong.domains.campus.staff.public import Staff, Teaching
from santong.domains.campus.timetable.public import teachers_of
from santong.domains.platform.calendars.public import term_on
from santong.lib.examination_duties import Duty, Person


def minute(moment: datetime) -> int:
    """A moment in minutes, of all time zones alike."""
    return int(moment.timestamp() // 60)


def people_of(found: Sitting) -> list[tuple[Staff, Person]]:
    """The teachers of the school, with what they teach, when they teach, and how much they have had this term."""
    school = found.examination.school
    staff = teachers_of(school)
    lessons = lessons_on(found)
    give_way = {each.place for each in lessons_to_cancel(found, lessons)}
    busy: dict[int, list[tuple[int, int]]] = {}
    for each in lessons:
        is_held = each.held and each.place not in give_way and each.teacher is not None
        if is_held and each.moment is not None and each.end is not None and each.teacher is not None:
            busy.setdefault(each.teacher.pk, []).append((minute(each.moment), minute(each.end)))
    for row in _elsewhere(found.examination):
        if row.staff_id is not None and row.paper.begins is not None and row.paper.ends is not None:
            busy.setdefault(row.staff_id, []).append((minute(row.paper.begins), minute(row.paper.ends)))
    before, classes, subjects = _before(found), _classes(found), _subjects(found)
    return [
        (
            row,
            Person(
                row.pk, frozenset(classes.get(row.pk, ())),
                frozenset(subjects.get(row.pk, ())) | frozenset(filter(None, row.subjects.split("、"))),
                tuple(busy.get(row.pk, ())), before.get(row.pk, 0),
            ),
        )
        for row in staff
    ]  # fmt: skip


def _elsewhere(examination: Examination) -> QuerySet[Invigilation]:
    """What the teachers of the school invigilate in its other examinations."""
    rows = Invigilation.objects.belonging_to(examination__school=examination.school).exclude(examination=examination)
    found: QuerySet[Invigilation] = rows.exclude(staff=None).filter(examination__removed_at=None)
    return found.select_related("paper", "examination")


def _before(found: Sitting) -> Mapping[int, int]:
    """The minutes that each has invigilated in the term, in other examinations."""
    term = term_on(found.examination.school.path, found.examination.first)
    minutes: dict[int, int] = {}
    for row in _elsewhere(found.examination):
        first = row.examination.first
        if row.staff_id is not None and (term is None or term.begins <= first <= term.ends):
            minutes[row.staff_id] = minutes.get(row.staff_id, 0) + row.paper.minutes
    return minutes


def _teaching(found: Sitting) -> list[tuple[int, int, str]]:
    day = found.examination.first
    rows = Teaching.objects.inside(found.examination.school).filter(Q(until=None) | Q(until__gte=day))
    return list(rows.values_list("staff", "school_class", "subject"))


def _classes(found: Sitting) -> Mapping[int, set[int]]:
    by_staff: dict[int, set[int]] = {}
    for staff, school_class, _subject in _teaching(found):
        by_staff.setdefault(staff, set()).add(school_class)
    return by_staff


def _subjects(found: Sitting) -> Mapping[int, set[str]]:
    by_staff: dict[int, set[str]] = {}
    for staff, _class, subject in _teaching(found):
        if subject:
            by_staff.setdefault(staff, set()).add(subject)
    return by_staff


def duties_of(found: Sitting, rows: Sequence[Invigilation]) -> list[Duty]:
    """The invigilations as duties, with the classes that sit in each room."""
    classes = {
        room: frozenset(seat.school_class_id for seat in seats)
        for room, seats in seats_by_room(found.examination).items()
    }
    papers = {paper.pk: paper for paper in found.timed}
    return [
        duty_of(row, papers[row.paper_id], classes.get(row.exam_room_id, frozenset()))
        for row in rows if row.paper_id in papers
    ]  # fmt: skip


def duty_of(row: Invigilation, paper: Paper, classes: frozenset[int]) -> Duty:
    """An invigilation as a duty."""
    assert paper.begins is not None and paper.ends is not None
    return Duty(row.pk, minute(paper.begins), minute(paper.ends), row.exam_room_id, classes, paper.subject)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could invigilate, what speaks for and against them, and how much they have."""

    staff: Staff
    own_class: bool
    own_subject: bool
    minutes: int

    @property
    def reasons(self) -> list[str]:
        """In words."""
        found = [_("free at this time")]
        found += [_("teaches one of the classes")] * self.own_class
        found += [_("teaches the subject")] * self.own_subject
        return [*found, _("%(n)s minutes so far") % {"n": self.minutes}]

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """The best first: who teaches neither class nor subject, and has had least."""
        return (self.own_class, self.own_subject, self.minutes, self.staff.person.pinyin)


def candidates(found: Sitting, row: Invigilation) -> list[Candidate]:
    """Who is free for an invigilation, the best first."""
    rows = list(Invigilation.objects.belonging_to(examination=found.examination).select_related("paper"))
    duties = {duty.key: duty for duty in duties_of(found, rows)}
    wanted = duties.get(row.pk)
    if wanted is None:
        return []
    own: dict[int, list[Duty]] = {}
    for each in rows:
        if each.staff_id is not None and each.pk in duties:
            own.setdefault(each.staff_id, []).append(duties[each.pk])
    result = []
    for staff, person in people_of(found):
        held = own.get(staff.pk, [])
        if (
            staff.pk == row.staff_id
            or not person.is_free(wanted)
            or any(wanted.meets((d.begins, d.ends)) for d in held)
        ):
            continue
        minutes = person.before + sum(duty.minutes for duty in held)
        result.append(
            Candidate(staff, bool(person.classes & wanted.classes), wanted.subject in person.subjects, minutes)
        )
    return sorted(result, key=lambda each: each.rank)
