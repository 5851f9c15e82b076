"""Reads on timetables: whose there are to look at, who could stand in, what could be swapped with what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.staff.public import Staff, Teaching
from santong.domains.campus.students.public import Pupil, own_pupils
from santong.domains.campus.timetable.lessons import (
    Lesson,
    Place,
    lessons_around,
    lessons_of_class,
    lessons_of_pupil,
    lessons_of_school,
    lessons_of_teacher,
    planned,
)
from santong.domains.campus.timetable.models import COLLEAGUES, VIEW, Change
from santong.domains.platform.calendars.public import term_on
from santong.domains.platform.organisations.public import Organisation, classes_of, school_of
from santong.kit.access import Viewer
from santong.kit.agenda import Entry

DAYS_AHEAD = 11
"""How far ahead times for a swap are proposed: this week and the next."""


def own_staff(viewer: Viewer) -> list[Staff]:
    """What a viewer is employed as, at the schools where they act."""
    rows = Staff.objects.of_acting(viewer).filter(status=Staff.Status.ACTIVE)
    return list(rows.select_related("person", "school").order_by("pk"))


def own_classes(viewer: Viewer) -> list[Organisation]:
    """The classes in which a viewer has a role themselves: a pupil's, those of a parent's children."""
    rows = Organisation.objects.open_to_everyone().filter(
        kind=Organisation.Kind.CLASS, path__in=[path for path in viewer.paths(VIEW) if path]
    )
    return list(rows.order_by("path"))


def classes_to_look_at(viewer: Viewer, school: Organisation) -> list[Organisation]:
    """The classes of a school whose timetable a viewer may see, in the order of the tree."""
    everybody = viewer.can(VIEW, school.path) or school.path in viewer.places_above(COLLEAGUES)
    paths = viewer.paths(VIEW)
    return [row for row in classes_of(school) if everybody or any(row.path.startswith(path) for path in paths)]


def sees_colleagues(viewer: Viewer, school: Organisation) -> bool:
    """Whether a viewer may see the timetables of all teachers and rooms of a school."""
    return viewer.can(VIEW, school.path) or school.path in viewer.places_above(COLLEAGUES)


def teachers_of(school: Organisation) -> list[Staff]:
    """The teachers of a school, by name."""
    rows = Staff.objects.belonging_to(school=school).filter(status=Staff.Status.ACTIVE, is_teacher=True)
    return list(rows.select_related("person").order_by("person__pinyin", "pk"))


def own_lessons(viewer: Viewer, first: date, last: date) -> list[Lesson]:
    """The lessons of a viewer from `first` to `last` (included): taught, or of class or children."""
    if viewer.category == "staff":
        found = [
            each
            for staff in own_staff(viewer)
            for each in lessons_of_teacher(staff.school, staff, first, last, recent=True)
        ]
    else:
        found = list(_of_pupils(viewer, first, last))
    return sorted(found, key=lambda each: (each.day, each.period, each.school_class.path))


def pupils_in_classes(viewer: Viewer) -> list[Pupil]:
    """A pupil themself, or the children of a parent, as far as they are in a class whose lessons the viewer sees."""
    if viewer.category not in ("pupil", "parent"):
        return []
    classes = {row.pk for row in own_classes(viewer)}
    return [row for row in own_pupils(viewer) if row.school_class_id in classes] if classes else []


def _of_pupils(viewer: Viewer, first: date, last: date) -> Iterator[Lesson]:
    """The lessons of each child once, and of a class whose pupil isn't known those of the class."""
    seen: set[Place] = set()
    pupils = pupils_in_classes(viewer)
    for pupil in pupils:
        for each in lessons_of_pupil(pupil.school, pupil, first, last, recent=True):
            if each.place not in seen:
                seen.add(each.place)
                yield each
    known = {pupil.school_class_id for pupil in pupils}
    for row in own_classes(viewer):
        school = school_of(row) if row.pk not in known else None
        if school is not None:
            yield from lessons_of_class(school, row, first, last, recent=True)


def own_entries(viewer: Viewer, begins: datetime, ends: datetime) -> Iterator[Entry]:
    """The lessons of a viewer, for their calendar; what is cancelled isn't in it."""
    first, last = timezone.localtime(begins).date(), timezone.localtime(ends - timedelta(microseconds=1)).date()
    teaches = viewer.category == "staff"
    for each in own_lessons(viewer, first, last):
        if not each.held or each.moment is None or each.end is None:
            continue
        title = f"{each.subject} {each.whom}" if teaches else each.subject
        note = str(each.change.get_kind_display()) if each.change is not None else ""
        key = f"{f'group-{each.group}' if each.group else each.school_class.pk}-{each.day:%Y%m%d}-{each.period}"
        yield Entry(key, title, each.moment, each.end, url="", where=str(each.room or ""), note=note)


def lesson_at(school: Organisation, school_class: Organisation, day: date, period: int) -> Lesson | None:
    """The lesson of a class at a time of a day, None where there is none."""
    found = lessons_of_class(school, school_class, day, day)
    return next((each for each in found if each.period == period), None)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could stand in for a lesson, and what speaks for them."""

    staff: Staff
    same_subject: bool
    knows_class: bool
    covers: int
    lessons: int

    @property
    def reasons(self) -> list[str]:
        """What speaks for them, in words, and how much they teach that day."""
        found = [_("same subject")] * self.same_subject + [_("knows the class")] * self.knows_class
        return [*found, _("%(n)s lessons that day") % {"n": self.lessons}, _("covered %(n)s") % {"n": self.covers}]

    @property
    def rank(self) -> tuple[bool, bool, int, int, str]:
        """The best first: who teaches the subject, knows the class, has covered least, teaches least that day."""
        return (not self.same_subject, not self.knows_class, self.covers, self.lessons, self.staff.person.pinyin)


def candidates(school: Organisation, lessons: Sequence[Lesson], day: date) -> dict[Place, list[Candidate]]:
    """Who is free at the time of each of some lessons of one day, the best first.

    Asks as often for one lesson as for all of a day.
    """
    whole_day = lessons_of_school(school, day, day)
    busy: Counter[tuple[int, int]] = Counter(
        (each.teacher.pk, each.period) for each in whole_day if each.held and each.teacher is not None
    )
    taught: Counter[int] = Counter(pk for pk, _period in busy.elements())
    staff, covers = teachers_of(school), _covers(school, day)
    known = _known(school, day)
    found: dict[Place, list[Candidate]] = {}
    for lesson in lessons:
        without = lesson.teacher.pk if lesson.teacher is not None else None
        free = [row for row in staff if row.pk != without and not busy[row.pk, lesson.period]]
        ranked = [
            Candidate(
                row,
                lesson.subject in row.subjects.split("、") or (row.pk, lesson.subject) in known,
                (row.pk, lesson.school_class.pk) in known,
                covers.get(row.pk, 0),
                taught[row.pk],
            )
            for row in free
        ]
        found[lesson.place] = sorted(ranked, key=lambda each: each.rank)
    return found


def _covers(school: Organisation, day: date) -> dict[int, int]:
    """How many lessons each has covered in the term of a day."""
    term = term_on(school.path, day)
    rows = Change.objects.belonging_to(school=school).filter(
        kind=Change.Kind.COVERED, state=Change.State.VALID, teacher__isnull=False
    )
    if term is not None:
        rows = rows.filter(day__gte=term.begins, day__lte=term.ends)
    return dict(rows.values_list("teacher").annotate(Count("pk")))


def _known(school: Organisation, day: date) -> set[tuple[int, int | str]]:
    """The pairs of a member of staff and a class, or a subject, that they teach."""
    rows = Teaching.objects.inside(school).filter(Q(until=None) | Q(until__gte=day))
    found: set[tuple[int, int | str]] = set()
    for staff, school_class, subject in rows.values_list("staff", "school_class", "subject"):
        found |= {(staff, school_class), (staff, subject)}
    return found


@dataclass(frozen=True)
class Exchange:
    """A lesson of the same class that another could be swapped with; `objection` says why not, "" when it can be."""

    lesson: Lesson
    objection: str


def exchanges(school: Organisation, lesson: Lesson, today: date) -> list[Exchange]:
    """The lessons of the class from today on with which a lesson could change places, and why others can't."""
    if lesson.group or lesson.groups:
        return []
    last = max(lesson.day, today) + timedelta(days=DAYS_AHEAD)
    whole = lessons_around(school, lesson.school_class, min(today, lesson.day), last)
    busy = {(each.teacher.pk, each.day, each.period): each for each in whole if each.held and each.teacher}
    own = [each for each in whole if each.school_class.pk == lesson.school_class.pk and not each.group]
    return [
        Exchange(each, _objection(lesson, each, busy))
        for each in own
        if each.place != lesson.place and each.held and each.subject != lesson.subject and not _has_begun(each)
    ]


def _has_begun(lesson: Lesson) -> bool:
    if lesson.moment is None:
        return lesson.day < timezone.localdate()
    return lesson.moment <= timezone.now()


def _objection(one: Lesson, other: Lesson, busy: dict[tuple[int, date, int], Lesson]) -> str:
    for mover, goal in ((one, other), (other, one)):
        if mover.teacher is None:
            continue
        there = busy.get((mover.teacher.pk, goal.day, goal.period))
        if there is not None and there.place not in (one.place, other.place):
            words = _("%(who)s teaches %(what)s in %(class)s then.")
            return words % {"who": mover.teacher, "what": there.subject, "class": there.whom}
    return ""


def changes_that_no_longer_fit(school: Organisation, today: date) -> list[Change]:
    """Changes of days to come that replace another lesson than the timetable in force has there now."""
    rows = Change.objects.belonging_to(school=school).filter(day__gte=today, state=Change.State.VALID)
    held = list(rows.select_related("school_class", "teacher__person", "was_teacher__person").order_by("day", "period"))
    if not held:
        return []
    there = planned(school, today, max(each.day for each in held))
    return [each for each in held if not _fits(each, there)]


def _fits(change: Change, there: dict[Place, Lesson]) -> bool:
    lesson = there.get(change.place)
    if lesson is None:
        return not change.was_subject
    teacher = lesson.teacher.pk if lesson.teacher is not None else None
    return (lesson.subject, teacher) == (change.was_subject, change.was_teacher_id)
