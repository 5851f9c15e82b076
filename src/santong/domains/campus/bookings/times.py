"""Stretches of time, and how they repeat; times of day stay what the clock on the wall shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

WEEK = timedelta(days=7)


@dataclass(frozen=True, order=True)
class Times:
    """From `begins` until `ends`, which is no longer part of it."""

    begins: datetime
    ends: datetime

    @property
    def day(self) -> date:
        """The day on which it begins."""
        return timezone.localtime(self.begins).date()


def on_day(day: date, begins: time, ends: time) -> Times:
    """A stretch of a day."""
    return Times(_moment(day, begins), _moment(day, ends))


def weekly(first: Times, until: date | None) -> Iterator[Times]:
    """The first and, up to the day `until`, the same weekday and time of all weeks after it."""
    yield first
    day, begins, ends = first.day, timezone.localtime(first.begins), timezone.localtime(first.ends)
    while until is not None and (day := day + WEEK) <= until:
        yield on_day(day, begins.time(), ends.time())


def shifted(moment: datetime, days: int, begins: time) -> datetime:
    """A moment some days later or earlier, at another time of day."""
    return _moment(timezone.localtime(moment).date() + timedelta(days=days), begins)


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
