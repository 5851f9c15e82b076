"""The views of a calendar: which days each shows, and where one goes from there."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from santong.domains.platform.calendars.public import monday_of

LISTED = 30
"""Days of the list."""


class View(StrEnum):
    """How a calendar is looked at."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    LIST = "list"


@dataclass(frozen=True)
class Span:
    """The days that a view shows, both ends included, and the days that one goes to before and after."""

    first: date
    last: date
    before: date
    after: date

    @property
    def days(self) -> Sequence[date]:
        """All its days."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def span_of(view: View, day: date) -> Span:
    """What a view shows around a day; a month whole weeks, so that its days stand below their names."""
    if view == View.MONTH:
        return _month(day)
    if view == View.WEEK:
        return _days(monday_of(day), 7)
    return _days(day, 1 if view == View.DAY else LISTED)


def _days(first: date, number: int) -> Span:
    step = timedelta(days=number)
    return Span(first, first + step - timedelta(days=1), first - step, first + step)


def _month(day: date) -> Span:
    first = day.replace(day=1)
    last = day.replace(day=monthrange(day.year, day.month)[1])
    before = first - timedelta(days=1)
    return Span(monday_of(first), monday_of(last) + timedelta(days=6), before.replace(day=1), last + timedelta(days=1))
