"""Periods of reports: months, terms, years, or a single stretch of time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.kit.burden import Frequency
from santong.kit.measures.public import Grain, Measure, Period, months, newest

DAY = timedelta(days=1)
MOST_MONTHS = 120


class Rhythm(models.TextChoices):
    """How often a report is due."""

    MONTH = "month", _("Every month")
    TERM = "term", _("Every term")
    YEAR = "year", _("Every year")
    ONCE = "once", pgettext_lazy("frequency", "Once")

    @property
    def frequency(self) -> Frequency:
        """The same, as requests for data say it."""
        return Frequency(self.value)


@dataclass(frozen=True)
class Span:
    """The days of a period, both included."""

    first: date
    last: date

    def months(self) -> list[Period]:
        """The months in which it lies, in order."""
        found = [Period(Grain.MONTH, self.last.replace(day=1))]
        while found[-1].first > self.first.replace(day=1) and len(found) < MOST_MONTHS:
            found.append(found[-1].before)
        return found[::-1]


def name_of(rhythm: Rhythm, first: date, last: date) -> str:
    """A period as it is named in lists and files: 2026-11, 2026, or its first and last month."""
    if rhythm == Rhythm.MONTH:
        return f"{first:%Y-%m}"
    if rhythm == Rhythm.YEAR:
        return f"{first:%Y}"
    return f"{first:%Y-%m}–{last:%Y-%m}"


def span_over(rhythm: Rhythm, today: date, terms: Sequence[Span] = (), whole: Span | None = None) -> Span | None:
    """The newest period that is over on a day; None where there is none yet.

    `terms` are those of the bureau that asks, `whole` the days of a report that is asked once.
    """
    if rhythm == Rhythm.MONTH:
        last = today.replace(day=1) - DAY
        return Span(last.replace(day=1), last)
    if rhythm == Rhythm.YEAR:
        return Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    if rhythm == Rhythm.TERM:
        return max((each for each in terms if each.last < today), key=lambda each: each.last, default=None)
    return whole if whole is not None and whole.last <= today else None


def span_before(rhythm: Rhythm, span: Span) -> Span | None:
    """A period of the same kind before one, for comparing; None for what is asked once."""
    last = span.first - DAY
    if rhythm == Rhythm.MONTH:
        return Span(last.replace(day=1), last)
    if rhythm == Rhythm.YEAR:
        return Span(date(last.year, 1, 1), last)
    if rhythm == Rhythm.TERM:
        first = span.first.replace(day=1)
        for _month in range(6):
            first = (first - DAY).replace(day=1)
        return Span(first, last)
    return None


def end_of_month(day: date) -> date:
    """The last day of the month of a day."""
    return day.replace(day=monthrange(day.year, day.month)[1])


Counted = Callable[[Measure], Sequence[Period]]


def counted_in(span: Span) -> Counted:
    """The counted periods that figures of a span are taken from: of what happened all its months, of a state the last.

    A state that wasn't counted in the last month has none; neither has what wasn't counted in every month.
    """
    wanted = span.months()

    def periods(measure: Measure) -> list[Period]:
        known = set(months(measure, MOST_MONTHS))
        if measure.grain is None:
            return [each for each in wanted[-1:] if each in known]
        return wanted if known.issuperset(wanted) else []

    return periods


def counted_now(span: Span) -> Counted:
    """The same as far as it happened; of a state the newest day that was counted."""
    before = counted_in(span)

    def periods(measure: Measure) -> Sequence[Period]:
        if measure.grain is not None:
            return before(measure)
        day = newest_day(measure)
        return [day] if day else before(measure)

    return periods


def newest_day(measure: Measure) -> Period | None:
    """The newest day for which a state was counted."""
    found = newest([measure]).get(measure.name)
    return found[0] if found else None
