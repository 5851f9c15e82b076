"""A week of lessons as a page shows it: a column for every day, a row for every period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Pupil
from santong.domains.campus.timetable.lessons import (
    Lesson,
    lessons_in_room,
    lessons_of_class,
    lessons_of_pupil,
    lessons_of_teacher,
)
from santong.domains.campus.timetable.models import Change
from santong.domains.platform.calendars.public import CalendarDay, Period, Week, days_of, monday_of, periods_of, week_of
from santong.domains.platform.organisations.public import Organisation

WEEK = timedelta(days=7)
WORKDAYS = 5
Whose = Organisation | Staff | Room | Pupil


@dataclass(frozen=True)
class Day:
    """A day of the week; `note` says why it is none as others."""

    day: date
    note: str
    is_today: bool


@dataclass(frozen=True)
class Row:
    """A period; without a time where the school day has no such one. `after_noon`: a long break lies before it."""

    number: int
    begins: time | None
    ends: time | None
    after_noon: bool
    cells: Sequence[Sequence[Lesson]]


@dataclass(frozen=True)
class LessonWeek:
    """The lessons of a class, a teacher, a room or a pupil in one week."""

    days: Sequence[Day]
    rows: Sequence[Row]
    teaching: Week | None
    lessons: Sequence[Lesson]

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.days[0].day - WEEK

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.days[0].day + WEEK

    def by_day(self) -> list[tuple[Day, list[Lesson]]]:
        """The lessons day by day, as a phone shows them."""
        return [(day, [each for each in self.lessons if each.day == day.day]) for day in self.days]


def lessons_of(whose: Whose, school: Organisation, first: date, last: date) -> list[Lesson]:
    """The lessons of a class, a teacher, a room or a pupil from `first` to `last` (included)."""
    if isinstance(whose, Pupil):
        return lessons_of_pupil(school, whose, first, last)
    if isinstance(whose, Staff):
        return lessons_of_teacher(school, whose, first, last)
    if isinstance(whose, Room):
        return lessons_in_room(school, whose, first, last)
    return lessons_of_class(school, whose, first, last)


def week_with(whose: Whose, school: Organisation, day: date) -> LessonWeek:
    """The week of a class, a teacher, a room or a pupil in which a day lies."""
    monday = monday_of(day)
    found = lessons_of(whose, school, monday, monday + timedelta(days=6))
    return laid_out(school, monday, found)


def laid_out(school: Organisation, monday: date, lessons: Sequence[Lesson]) -> LessonWeek:
    """Lessons of one week in rows and columns; a weekend only where something is taught."""
    special = days_of(school.path, monday, monday + timedelta(days=6))
    taught = {each.day for each in lessons}
    all_days = [monday + timedelta(days=number) for number in range(7)]
    shown = [each for number, each in enumerate(all_days) if number < WORKDAYS or each in taught]
    today = timezone.localdate()
    days = [Day(each, _note(special.get(each)), each == today) for each in shown]
    return LessonWeek(days, _rows(school, shown, lessons), week_of(school.path, monday), lessons)


def _note(special: CalendarDay | None) -> str:
    return str(special.name or special.get_kind_display()) if special is not None else ""


def _rows(school: Organisation, days: Sequence[date], lessons: Iterable[Lesson]) -> list[Row]:
    by_place: dict[tuple[date, int], list[Lesson]] = {}
    for each in lessons:
        by_place.setdefault((each.day, each.period), []).append(each)
    periods = {row.number: row for row in periods_of(school.path).rows if row.number}
    numbers = sorted({*periods, *(period for _day, period in by_place)})
    noon = last_before_noon(list(periods.values()))
    found = []
    for number in numbers:
        row = periods.get(number)
        cells = [by_place.get((day, number), []) for day in days]
        begins, ends = (row.begins, row.ends) if row is not None else (None, None)
        found.append(Row(number, begins, ends, number == noon + 1, cells))
    return found


def last_before_noon(periods: Sequence[Period]) -> int:
    """The number of the last lesson before the longest break of the day; 0 where there is no break."""
    breaks = [(_minutes(after.begins) - _minutes(before.ends), before.number) for before, after in pairwise(periods)]
    return int(max(breaks)[1] or 0) if breaks else 0


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def key_of(whose: Whose) -> tuple[str, int]:
    """What names a class, a teacher, a room or a pupil in an address."""
    kinds = {Staff: "teacher", Room: "room", Pupil: "pupil", Organisation: "class"}
    return kinds[type(whose)], whose.pk


def week_url(whose: Whose, day: date) -> str:
    """The page of a week."""
    kind, pk = key_of(whose)
    return f"{reverse('timetable:week')}?{urlencode({kind: pk, 'day': day.isoformat()})}"


def week_url_of(row: Lesson | Change) -> str:
    """The week of the class of a lesson, of a group's lesson that of whoever teaches it."""
    teacher = row.teacher or (row.was_teacher if isinstance(row, Change) else None)
    if not row.group:
        return week_url(row.school_class, row.day)
    return week_url(teacher, row.day) if teacher is not None else reverse("timetable:week")
