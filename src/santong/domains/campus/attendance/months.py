"""Months as pages and paper show them: a class with its pupils, a pupil with their days."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from santong.domains.campus.attendance.models import State
from santong.domains.campus.attendance.queries import ClassView, PupilDay, days_of_pupil, month_of_class
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.calendars.public import school_days
from santong.domains.platform.organisations.public import Organisation
from santong.kit.http import FIRST_YEAR, LAST_YEAR
from santong.kit.registry import Label

TONES = {State.ABSENT: "bad", State.LATE: "warn", State.LEFT_EARLY: "warn", State.ON_LEAVE: "info", State.PRESENT: "ok"}
MARKS: Mapping[str, str] = {
    State.PRESENT: "·", State.ABSENT: "×", State.LATE: "△", State.LEFT_EARLY: "▽", State.ON_LEAVE: "○",
}  # fmt: skip
"""Signs for a day on a sheet of a class, told apart without colours."""
LABELS = {each.value: each.label for each in State}


@dataclass(frozen=True)
class Month:
    """A month of the calendar."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def before(self) -> str:
        """The month before, as addresses name it."""
        return f"{self.year - 1}-12" if self.month == 1 else f"{self.year}-{self.month - 1:02}"

    @property
    def after(self) -> str:
        """The next month, as addresses name it."""
        return f"{self.year + 1}-01" if self.month == 12 else f"{self.year}-{self.month + 1:02}"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


def month_of(text: str) -> Month:
    """The month that an address names (2026-11), else the present one."""
    year, _dash, month = text.partition("-")
    if year.isascii() and month.isascii() and year.isdigit() and month.isdigit() and len(text) <= 7:
        found = Month(int(year), int(month))
        if FIRST_YEAR <= found.year < LAST_YEAR and 1 <= found.month <= 12:
            return found
    today = timezone.localdate()
    return Month(today.year, today.month)


@dataclass(frozen=True)
class Mark:
    """A pupil's day in a word or a sign; `missed` are lessons that they missed although they were at school."""

    state: str = ""
    missed: Sequence[int] = ()

    @property
    def sign(self) -> str:
        """One sign."""
        return MARKS.get(self.state, "")

    @property
    def tone(self) -> str:
        """The colour that means it."""
        return TONES.get(State(self.state), "neutral") if self.state else "neutral"

    @property
    def label(self) -> Label:
        """In words."""
        return LABELS.get(self.state, "")


def mark_of(day: PupilDay | None) -> Mark:
    """What a day is shown by."""
    if day is None or not day.state.state:
        return Mark()
    return Mark(day.state.state, day.state.missed if day.state.state != State.ABSENT else ())


Totals = Sequence[tuple[str, Label, int]]
"""A state, its words and a number of days, for each state."""


def totals_of(marks: Sequence[Mark]) -> Totals:
    """How many days of each state there were."""
    return [(value, label, sum(mark.state == value for mark in marks)) for value, label in LABELS.items()]


@dataclass(frozen=True)
class ClassMonth:
    """A class in a month: its school days, and for each pupil a mark a day, with totals."""

    school_class: Organisation
    month: Month
    days: Sequence[date]
    rows: Sequence[tuple[Pupil, Sequence[Mark], Totals]]


def class_month(school_class: Organisation, month: Month) -> ClassMonth:
    """The month of a class up to today."""
    last = min(month.last, timezone.localdate())
    views = month_of_class(school_class, month.first, last) if month.first <= last else {}
    taught = school_days(school_class.path, month.first, last) if month.first <= last else []
    days = sorted({*taught, *views})
    by_day = {day: {each.pupil.pk: each for each in view.pupils} for day, view in views.items()}
    pupils = [each.pupil for each in _pupils(views, school_class)]
    rows = []
    for pupil in pupils:
        marks = [mark_of(by_day.get(day, {}).get(pupil.pk)) for day in days]
        rows.append((pupil, marks, totals_of(marks)))
    return ClassMonth(school_class, month, days, rows)


def _pupils(views: Mapping[date, ClassView], school_class: Organisation) -> Sequence[PupilDay]:
    return next(iter(views.values())).pupils if views else ()


@dataclass(frozen=True)
class Cell:
    """A day of a pupil's calendar."""

    day: date
    mark: Mark
    in_month: bool
    is_today: bool


@dataclass(frozen=True)
class PupilMonth:
    """A pupil in a month: weeks of days from Monday on, and totals."""

    pupil: Pupil
    month: Month
    weeks: Sequence[Sequence[Cell]]
    totals: Totals

    @property
    def known(self) -> bool:
        """Whether anything is known of it."""
        return any(number for _state, _label, number in self.totals)


def pupil_month(pupil: Pupil, month: Month) -> PupilMonth:
    """The month of a pupil."""
    found = days_of_pupil(pupil, month.first, month.last)
    today = timezone.localdate()
    weeks = [
        [Cell(day, mark_of(found.get(day)), day.month == month.month, day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
        if any(day.month == month.month for day in week[:5]) or any(day in found for day in week)
    ]
    return PupilMonth(pupil, month, weeks, totals_of([mark_of(each) for each in found.values()]))
