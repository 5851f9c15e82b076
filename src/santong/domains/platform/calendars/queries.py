"""Reads on calendars: what holds at a place, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from django.utils.functional import Promise

from santong.domains.platform.calendars.models import NATIONWIDE, CalendarDay, Period, Placed, Term, monday_of
from santong.domains.platform.organisations.public import ancestor_paths

PlacedT = TypeVar("PlacedT", bound=Placed)
SATURDAY = 5


@dataclass(frozen=True)
class Inherited(Generic[PlacedT]):
    """Rows that hold at a place, and the path at which they are set."""

    rows: list[PlacedT]
    path: str


@dataclass(frozen=True)
class Week:
    """A teaching week: the `number`-th of `total` of a term."""

    term: Term
    number: int
    total: int

    @property
    def term_name(self) -> str | Promise:
        """First or second term."""
        return Term.Number(self.term.number).label


def places_of(path: str) -> list[str]:
    """Where something may be set that holds at a path: the country, then from the root down."""
    return [NATIONWIDE, *ancestor_paths(path)]


def _innermost(rows: list[PlacedT]) -> Inherited[PlacedT]:
    """Of rows set at several places, those of the innermost."""
    path = max((row.path for row in rows), key=len, default=NATIONWIDE)
    return Inherited([row for row in rows if row.path == path], path)


def terms_of(path: str, school_year: int) -> Inherited[Term]:
    """The terms of a school year at a place: all from the innermost organisation that sets any."""
    rows = Term.objects.open_to_everyone().filter(path__in=places_of(path), school_year=school_year)
    return _innermost(list(rows))


def term_on(path: str, day: date) -> Term | None:
    """The term in which a day lies at a place, None in the vacation."""
    near = Term.objects.open_to_everyone().filter(path__in=places_of(path), school_year__in=(day.year - 1, day.year))
    by_year: dict[int, list[Term]] = {}
    for row in near:
        by_year.setdefault(row.school_year, []).append(row)
    terms = [term for rows in by_year.values() for term in _innermost(rows).rows]
    return next((term for term in terms if term.begins <= day <= term.ends), None)


def week_of(path: str, day: date) -> Week | None:
    """The teaching week of a day at a place, None in the vacation. The first is that of the term's first day."""
    term = term_on(path, day)
    if term is None:
        return None
    first = monday_of(term.begins)
    return Week(term, _weeks(first, day), _weeks(first, term.ends))


def _weeks(first: date, day: date) -> int:
    return (day - first).days // 7 + 1


def days_of(path: str, first: date, last: date) -> dict[date, CalendarDay]:
    """The days out of the ordinary from `first` to `last` (included) at a place, the innermost of each."""
    rows = CalendarDay.objects.open_to_everyone().filter(path__in=places_of(path), day__gte=first, day__lte=last)
    return {row.day: row for row in sorted(rows, key=lambda row: len(row.path))}


def is_school_day(path: str, day: date) -> bool:
    """Whether there is school at a place on a day: in a term, and no weekend or holiday."""
    return bool(school_days(path, day, day))


def is_working_day(path: str, day: date) -> bool:
    """Whether offices work at a place on a day, also in the vacation: no weekend or holiday."""
    return bool(working_days(path, day, day))


def working_days(path: str, first: date, last: date) -> list[date]:
    """The days on which offices work from `first` to `last` (included) at a place, in order."""
    special = days_of(path, first, last)
    return [day for day in _each(first, last) if _is_taught(day, special.get(day))]


def school_days(path: str, first: date, last: date) -> list[date]:
    """The days with school from `first` to `last` (included) at a place, in order."""
    return [each.day for each in taught_days(path, first, last)]


@dataclass(frozen=True)
class TaughtDay:
    """A day with school: the weekday (1 to 7) whose lessons are taught, None while nobody has settled it, and the
    number of its teaching week.
    """

    day: date
    weekday: int | None
    week: int


def taught_days(path: str, first: date, last: date) -> list[TaughtDay]:
    """The days with school from `first` to `last` (included) at a place, in order: in a term, no weekend or holiday."""
    special, terms = days_of(path, first, last), terms_within(path, first, last)
    found = []
    for day in _each(first, last):
        term = next((term for term in terms if term.begins <= day <= term.ends), None)
        if term is not None and _is_taught(day, special.get(day)):
            found.append(TaughtDay(day, _weekday(day, special.get(day)), _weeks(monday_of(term.begins), day)))
    return found


def _weekday(day: date, special: CalendarDay | None) -> int | None:
    is_made_up = special is not None and special.kind == CalendarDay.Kind.WORKDAY
    return special.follows if special is not None and is_made_up else day.isoweekday()


def terms_within(path: str, first: date, last: date) -> list[Term]:
    """The terms at a place that may have a day from `first` to `last`, in order."""
    rows = Term.objects.open_to_everyone().filter(
        path__in=places_of(path), school_year__gte=first.year - 1, school_year__lte=last.year
    )
    by_year: dict[int, list[Term]] = {}
    for row in rows:
        by_year.setdefault(row.school_year, []).append(row)
    found = [term for rows in by_year.values() for term in _innermost(rows).rows]
    return sorted(found, key=lambda term: term.begins)


def weeks_within(path: str, first: date, last: date) -> dict[date, int]:
    """The numbers of the teaching weeks at a place, by their Mondays, for those that have a day in the range."""
    found = {}
    for term in terms_within(path, first, last):
        monday, begins = monday_of(max(term.begins, first)), monday_of(term.begins)
        while monday <= min(term.ends, last):
            found[monday] = _weeks(begins, monday)
            monday += timedelta(days=7)
    return found


def _is_taught(day: date, special: CalendarDay | None) -> bool:
    if special is not None and special.kind != CalendarDay.Kind.ORDINARY:
        return special.kind == CalendarDay.Kind.WORKDAY
    return day.weekday() < SATURDAY


def weekday_of(path: str, day: date) -> int | None:
    """The weekday (1 to 7) whose lessons are taught on a day; None without school, or while unsettled."""
    return next((each.weekday for each in taught_days(path, day, day)), None)


def _each(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)


def periods_of(path: str) -> Inherited[Period]:
    """The periods of the day at a place: all from the innermost organisation that sets any."""
    return _innermost(list(Period.objects.open_to_everyone().filter(path__in=places_of(path))))


def known_years(path: str) -> list[int]:
    """The school years for which terms are set at a place or above, newest first."""
    rows = Term.objects.open_to_everyone().filter(path__in=places_of(path))
    return sorted(set(rows.order_by().values_list("school_year", flat=True)), reverse=True)


@dataclass(frozen=True)
class DayCell:
    """A day of the calendar as the page shows it: `mark` is holiday, workday, weekend or ""."""

    day: date
    mark: str
    name: str
    in_term: bool


@dataclass(frozen=True)
class WeekRow:
    """A week of a term."""

    number: int
    days: list[DayCell]


def weeks_of_term(path: str, term: Term) -> list[WeekRow]:
    """A term week by week, Monday to Sunday."""
    first = monday_of(term.begins)
    last = monday_of(term.ends) + timedelta(days=6)
    special = days_of(path, first, last)
    cells = [_cell(day, special.get(day), term) for day in _each(first, last)]
    return [WeekRow(number + 1, cells[number * 7 : number * 7 + 7]) for number in range(len(cells) // 7)]


def _cell(day: date, special: CalendarDay | None, term: Term) -> DayCell:
    mark = "" if day.weekday() < SATURDAY else "weekend"
    name = ""
    if special is not None:
        mark = special.kind if special.kind != CalendarDay.Kind.ORDINARY else mark
        name = special.name
    return DayCell(day, mark, name, term.begins <= day <= term.ends)
