"""Periods: a day or a month, named in addresses as 2026-11-05 or 2026-11."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from santong.kit.measures.models import Grain

FIRST_YEAR = 1900
DAYS_OPEN = 7
"""Days for which the month before is counted again: what comes late still belongs to it."""


@dataclass(frozen=True)
class Period:
    """A day or a month by its first day."""

    grain: Grain
    first: date

    @property
    def last(self) -> date:
        """The last day, included."""
        if self.grain == Grain.DAY:
            return self.first
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def before(self) -> Period:
        """The period of the same kind before this one."""
        day = self.first - timedelta(days=1)
        return Period(self.grain, day if self.grain == Grain.DAY else month_of(day))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}" if self.grain == Grain.MONTH else f"{self.first:%Y-%m-%d}"

    @classmethod
    def read(cls, text: str) -> Period | None:
        """The month that an address names, None when it names none, or one before anything was counted."""
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text, re.ASCII)
        if found is None or int(found[1]) < FIRST_YEAR:
            return None
        return cls(Grain.MONTH, date(int(found[1]), int(found[2]), 1))

    @classmethod
    def this_month(cls) -> Period:
        """The month in which today lies."""
        return cls(Grain.MONTH, month_of(timezone.localdate()))

    @classmethod
    def months_open_on(cls, day: date) -> Iterator[Period]:
        """The months whose figures may still change on a day."""
        month = cls(Grain.MONTH, month_of(day))
        if day.day <= DAYS_OPEN:
            yield month.before
        yield month


def month_of(day: date) -> date:
    """The first day of the month in which a day lies."""
    return day.replace(day=1)
