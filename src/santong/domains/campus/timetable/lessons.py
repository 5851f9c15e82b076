"""The lessons of dates: what the timetable in force says, and what was changed for the day.

Nothing stores them: a city has millions a year. What other modules note about one, they note by its class, day and
period, which stay the same when the timetable is replaced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Pupil
from santong.domains.campus.timetable.groups import keys_of_class, keys_of_pupil
from santong.domains.campus.timetable.models import Change, Slot, Timetable
from santong.domains.platform.calendars.public import TaughtDay, periods_of, taught_days
from santong.domains.platform.organisations.public import Organisation

Place = tuple[int, date, int]
"""A class (or the key of a teaching group, below zero), a day and a period: what a lesson is known by."""
Rhythm = Slot.Rhythm
KEPT_SECONDS = 60
ALL = Q()


@dataclass(frozen=True)
class Lesson:
    """A lesson of a class on a day. `change` is what was changed about it, None for one as in the timetable.

    One that was cancelled has the subject and the teacher that it would have had, and isn't `held`.
    `begins` and `ends` are None where the school day has no such period.

    That of a teaching group has the key and the name of the group, and the grade in place of the class. A class has the
    `groups` in which its pupils are at one time as one lesson, without a teacher of its own.
    """

    day: date
    period: int
    school_class: Organisation
    subject: str
    teacher: Staff | None
    room: Room | None
    begins: time | None = None
    ends: time | None = None
    change: Change | None = None
    held: bool = True
    joined: object = None
    group: int = 0
    group_name: str = ""
    groups: Sequence[Lesson] = ()

    @property
    def place(self) -> Place:
        """What it is known by."""
        return (-self.group if self.group else self.school_class.pk, self.day, self.period)

    @property
    def address(self) -> str:
        """The page where it is changed."""
        given = {"class": self.school_class.pk, "day": self.day.isoformat(), "period": self.period}
        return f"{reverse('timetable:lesson')}?{urlencode(given | ({'group': self.group} if self.group else {}))}"

    @property
    def whom(self) -> str:
        """Who has it, in words: its class, or its group with the grade."""
        return f"{self.school_class} {self.group_name}" if self.group else str(self.school_class)

    @property
    def subjects(self) -> str:
        """The subjects of its groups, between commas."""
        return "、".join(dict.fromkeys(each.subject for each in self.groups))

    @property
    def moment(self) -> datetime | None:
        """When it begins."""
        return timezone.make_aware(datetime.combine(self.day, self.begins)) if self.begins else None

    @property
    def end(self) -> datetime | None:
        """When it ends."""
        return timezone.make_aware(datetime.combine(self.day, self.ends)) if self.ends else None

    @property
    def is_other(self) -> bool:
        """Whether it differs from the timetable."""
        return self.change is not None


def lessons_of_class(
    school: Organisation, school_class: Organisation, first: date, last: date, *, recent: bool = False
) -> list[Lesson]:
    """The lessons of a class from `first` to `last` (included), in order, with those that are cancelled.

    `recent`: the timetable may be as it was up to a minute ago; changes of days are always those of now.
    """
    found = _with_groups(school, school_class, first, last, recent=recent)
    return _gathered(school_class, found)


def lessons_of_pupil(
    school: Organisation, pupil: Pupil, first: date, last: date, *, recent: bool = False
) -> list[Lesson]:
    """The lessons of a pupil: those of the class, if any, and of the groups that the pupil is in now.

    `recent` is that of `lessons_of_class`.
    """
    if pupil.school_class is None:
        return []
    own = keys_of_pupil(pupil)
    found = _with_groups(school, pupil.school_class, first, last, recent=recent)
    return [each for each in found if not each.group or each.group in own]


def _with_groups(school: Organisation, row: Organisation, first: date, last: date, *, recent: bool) -> list[Lesson]:
    """The lessons of a class, and each of those of all groups in which somebody of it is."""
    groups = sorted(keys_of_class(row))
    wanted = Q(school_class=row) | Q(group__in=groups) if groups else Q(school_class=row)
    key = "-".join(map(str, ("class", row.pk, *groups))) if recent else ""
    return _dated(school, Days(first, last, key), wanted, wanted)


def _gathered(school_class: Organisation, lessons: Sequence[Lesson]) -> list[Lesson]:
    """The lessons of groups at one time as one of the class."""
    found: list[Lesson] = []
    side_by_side: dict[tuple[date, int], list[Lesson]] = {}
    for each in lessons:
        if not each.group:
            found.append(each)
        else:
            side_by_side.setdefault((each.day, each.period), []).append(each)
    for groups in side_by_side.values():
        first = groups[0]
        held = any(each.held for each in groups)
        found.append(
            Lesson(
                first.day, first.period, school_class, _("Moving classes"), None, None, first.begins, first.ends,
                held=held, groups=tuple(sorted(groups, key=lambda each: each.group_name)),
            )
        )  # fmt: skip
    return sorted(found, key=_order)


def lesson_of_group(school: Organisation, group: int, day: date, period: int) -> Lesson | None:
    """The lesson of a teaching group at a time of a day, None where there is none."""
    found = _dated(school, Days(day, day), Q(group=group), Q(group=group))
    return next((each for each in found if each.period == period), None)


def lessons_of_teacher(
    school: Organisation, staff: Staff, first: date, last: date, *, recent: bool = False
) -> list[Lesson]:
    """What a member of staff teaches from `first` to `last` (included), in order; what others cover isn't in it.

    `recent` is that of `lessons_of_class`.
    """
    found = _dated(school, Days(first, last, f"staff-{staff.pk}" if recent else ""), Q(teacher=staff), Q())
    return [each for each in found if each.teacher is not None and each.teacher.pk == staff.pk]


def lessons_in_room(school: Organisation, room: Room, first: date, last: date) -> list[Lesson]:
    """What takes place in a room from `first` to `last` (included), in order; without what is cancelled."""
    wanted = Q(room=room) | Q(room=None, school_class=room.home_class_id) if room.home_class_id else Q(room=room)
    found = _dated(school, Days(first, last), wanted, Q())
    return [each for each in found if each.held and each.room is not None and each.room.pk == room.pk]


def lessons_around(school: Organisation, school_class: Organisation, first: date, last: date) -> list[Lesson]:
    """The lessons of a class, and all others of those who teach it, from `first` to `last` (included), in order."""
    own = lessons_of_class(school, school_class, first, last)
    teachers = {each.teacher.pk for each in own if each.teacher is not None}
    return _dated(school, Days(first, last), Q(school_class=school_class) | Q(teacher__in=teachers), Q())


def lessons_of_school(school: Organisation, first: date, last: date) -> list[Lesson]:
    """All lessons of a school from `first` to `last` (included), in order, with those that are cancelled."""
    return _dated(school, Days(first, last), Q(), Q())


def in_force(school: Organisation, first: date, last: date) -> list[Timetable]:
    """The published timetables that may hold on a day from `first` to `last`, the latest first."""
    rows = Timetable.objects.belonging_to(school=school).filter(state=Timetable.State.PUBLISHED, since__lte=last)
    return list(rows.filter(Q(until=None) | Q(until__gte=first)).order_by("-since"))


def table_on(tables: Iterable[Timetable], day: date) -> Timetable | None:
    """Which of the timetables, the latest first, holds on a day."""
    found = next((table for table in tables if table.since <= day), None)
    return found if found is not None and (found.until is None or day <= found.until) else None


def _is_on(slot: Slot, day: TaughtDay) -> bool:
    """Whether a lesson of the timetable takes place on a day."""
    this_week = Rhythm.ODD if day.week % 2 else Rhythm.EVEN
    return slot.weekday == day.weekday and slot.rhythm in (Rhythm.EVERY, this_week)


def planned(school: Organisation, first: date, last: date, wanted: Q = ALL) -> dict[Place, Lesson]:
    """What the timetables in force have from `first` to `last`, without changes of a day, and without times."""
    days = taught_days(school.path, first, last)
    tables = in_force(school, first, last) if days else []
    by_table = _by_table(tables, wanted)
    found: dict[Place, Lesson] = {}
    for each in days:
        table = table_on(tables, each.day)
        for slot in by_table.get(table.pk, ()) if table is not None else ():
            if _is_on(slot, each):
                lesson = Lesson(
                    each.day, slot.period, slot.school_class, slot.subject, slot.teacher, slot.room,
                    joined=slot.joined, group=slot.group, group_name=slot.group_name,
                )  # fmt: skip
                found[lesson.place] = lesson
    return found


@dataclass(frozen=True)
class Days:
    """The days that are asked for; with a `key` their plan is kept for a minute."""

    first: date
    last: date
    key: str = ""


@dataclass(frozen=True)
class Plan:
    """What the timetables have on some days, with times and rooms; `homes` are the rooms of its classes."""

    lessons: Mapping[Place, Lesson]
    times: Mapping[int, tuple[time, time]]
    homes: Mapping[int, Room]


def _plan(school: Organisation, days: Days, wanted: Q) -> Plan:
    found = planned(school, days.first, days.last, wanted)
    times = {row.number: (row.begins, row.ends) for row in periods_of(school.path).rows if row.number}
    classes = {each.school_class.pk for each in found.values()}
    rows = Room.objects.belonging_to(school=school).filter(home_class__in=classes).select_related("building")
    homes = {row.home_class_id: row for row in rows} if classes else {}
    return Plan({place: _completed(each, times, homes) for place, each in found.items()}, times, homes)


def _completed(lesson: Lesson, times: Mapping[int, tuple[time, time]], homes: Mapping[int, Room]) -> Lesson:
    """With its time, and where it takes place: the class's own room unless another is named."""
    begins, ends = times.get(lesson.period, (None, None))
    return replace(lesson, begins=begins, ends=ends, room=lesson.room or homes.get(lesson.school_class.pk))


def _kept_plan(school: Organisation, days: Days, wanted: Q) -> Plan:
    if not days.key:
        return _plan(school, days, wanted)
    key = f"timetable:{school.pk}:{days.key}:{days.first}:{days.last}"
    found: Plan | None = cache.get(key)
    if found is None:
        found = _plan(school, days, wanted)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _dated(school: Organisation, days: Days, slots: Q, changes: Q) -> list[Lesson]:
    plan = _kept_plan(school, days, slots)
    found = dict(plan.lessons)
    for change in _changes(school, days, changes):
        lesson = _changed(change, found.get(change.place))
        found[lesson.place] = _completed(lesson, plan.times, plan.homes)
    return sorted(found.values(), key=_order)


def _order(lesson: Lesson) -> tuple[date, int, str]:
    return (lesson.day, lesson.period, f"{lesson.school_class.path} {lesson.group_name}")


def _by_table(tables: Collection[Timetable], wanted: Q) -> Mapping[int, Sequence[Slot]]:
    if not tables:
        return {}
    rows = Slot.objects.belonging_to(timetable__in=list(tables))
    found: dict[int, list[Slot]] = {}
    for slot in rows.filter(wanted).select_related("school_class", "teacher__person", "room__building"):
        found.setdefault(slot.timetable_id, []).append(slot)
    return found


def _changes(school: Organisation, days: Days, wanted: Q) -> Iterator[Change]:
    rows = Change.objects.belonging_to(school=school).filter(wanted, day__gte=days.first, day__lte=days.last)
    valid = rows.filter(state=Change.State.VALID)
    yield from valid.select_related(
        "school_class", "teacher__person", "room__building", "was_teacher__person"
    ).order_by("day", "period", "pk")


def _changed(change: Change, lesson: Lesson | None) -> Lesson:
    """What a change makes of the lesson that the timetable has there, if any."""
    if change.subject:
        return Lesson(
            change.day, change.period, change.school_class, change.subject, change.teacher, change.room, change=change,
            joined=lesson.joined if lesson is not None else None, group=change.group, group_name=change.group_name,
        )  # fmt: skip
    if lesson is not None:
        return replace(lesson, change=change, held=False)
    return Lesson(
        change.day, change.period, change.school_class, change.was_subject, change.was_teacher, None,
        change=change, held=False, group=change.group, group_name=change.group_name,
    )  # fmt: skip
