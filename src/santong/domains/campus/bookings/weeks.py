"""The week of a room or thing, by the periods of the school day: what is taken, and what is free to be booked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.bookings.forms import key_of
from santong.domains.campus.bookings.models import Booking
from santong.domains.campus.bookings.queries import What, held_between, may_book
from santong.domains.campus.bookings.times import Times, on_day
from santong.domains.platform.calendars.public import Period, Week, days_of, monday_of, periods_of, week_of
from santong.kit.access import Viewer

DAYS = 7
HOURS = range(8, 18)
"""The hours that stand for periods where nobody has set any."""


@dataclass(frozen=True)
class Row:
    """A period of the day."""

    name: str
    begins: time
    ends: time


@dataclass(frozen=True)
class Cell:
    """A period on a day: who has it, and where one books it ("" where one can't)."""

    bookings: Sequence[Booking]
    book_url: str
    is_today: bool


@dataclass(frozen=True)
class RoomWeek:
    """A week: its days with the words of those out of the ordinary, and a row of cells for every period."""

    what: What
    days: Sequence[tuple[date, str]]
    rows: Sequence[tuple[Row, Sequence[Cell]]]
    teaching: Week | None

    @property
    def first(self) -> date:
        """Its Monday."""
        return self.days[0][0]

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.first - timedelta(days=DAYS)

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.first + timedelta(days=DAYS)


def week_with(viewer: Viewer, what: What, day: date) -> RoomWeek:
    """The week of a room or thing in which a day lies."""
    monday = monday_of(day)
    days = [monday + timedelta(days=number) for number in range(DAYS)]
    special = days_of(what.path, days[0], days[-1])
    held = held_between(
        what, on_day(days[0], time(), time()).begins, on_day(days[-1] + timedelta(1), time(), time()).ends
    )
    rows = [(row, [_cell(viewer, what, row, each, held) for each in days]) for row in rows_at(what.path)]
    named = [(each, special[each].name or special[each].get_kind_display() if each in special else "") for each in days]
    return RoomWeek(what, named, rows, week_of(what.path, day))


def rows_at(path: str) -> list[Row]:
    """The periods of the day at a place; hours where nobody has set any."""
    periods = periods_of(path).rows
    if not periods:
        return [Row("", time(hour), time(hour + 1)) for hour in HOURS]
    return list(_with_ends(periods))


def _with_ends(periods: Sequence[Period]) -> Iterator[Row]:
    """The periods, and the hours before and after them, in which rooms are taken too."""
    first, last = min(each.begins for each in periods), max(each.ends for each in periods)
    if first > time(7):
        yield Row(_("Before school"), time(7), first)
    for each in periods:
        name = _("Lesson %(n)s") % {"n": each.number} if each.number else each.name or each.get_kind_display()
        yield Row(str(name), each.begins, each.ends)
    if last < time(21):
        yield Row(_("After school"), last, time(21))


def _cell(viewer: Viewer, what: What, row: Row, day: date, held: Sequence[Booking]) -> Cell:
    times = on_day(day, row.begins, row.ends)
    found = [each for each in held if each.begins < times.ends and each.ends > times.begins]
    is_open = not found and times.ends > timezone.now() and may_book(viewer, what, day)
    return Cell(found, book_url(what, times) if is_open else "", day == timezone.localdate())


def book_url(what: What, times: Times) -> str:
    """The form with a room or thing and a time filled in."""
    begins, ends = timezone.localtime(times.begins), timezone.localtime(times.ends)
    given = {"what": key_of(what), "day": f"{begins:%Y-%m-%d}", "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    return f"{reverse('bookings:new')}?{urlencode(given)}"


def week_url(what: What, day: date) -> str:
    """The week of a room or thing."""
    return f"{reverse('bookings:week')}?{urlencode({'what': key_of(what), 'day': day.isoformat()})}"
