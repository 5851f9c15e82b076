"""What stands out among figures of the same kind, by median and spread, so that what stands out has no say in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LEAST = 5
"""Figures without which nothing is usual."""
NORMAL = 1.4826
"""The median absolute deviation times this is the standard deviation of what is distributed normally."""
LEAST_SHARE = 0.05
"""The spread is never taken for less than this share of the median, however alike the figures are."""
FACTOR = 2.0
"""What is less than this many times the median, and more than the median divided by it, doesn't stand out."""


@dataclass(frozen=True)
class Usual:
    """What is usual: the median, the quartiles, the spread, and of how many figures."""

    middle: float
    low: float
    high: float
    spread: float
    number: int

    def is_beyond(self, value: float, times: float) -> bool:
        """Whether a figure lies more than `times` the spread from the median, and is also a multiple or fraction."""
        if abs(value - self.middle) <= times * self.spread:
            return False
        if value * self.middle <= 0:
            return True
        larger, smaller = max(abs(value), abs(self.middle)), min(abs(value), abs(self.middle))
        return larger > FACTOR * smaller


def usual(values: Sequence[float]) -> Usual | None:
    """What is usual among figures; None for fewer than `LEAST`, or where all of them are 0."""
    if len(values) < LEAST:
        return None
    ordered = sorted(values)
    middle = median(ordered)
    deviation = median([abs(value - middle) for value in ordered])
    spread = max(NORMAL * deviation, LEAST_SHARE * abs(middle))
    if not spread:
        return None
    half = len(ordered) // 2
    return Usual(middle, median(ordered[:half]), median(ordered[-half:]), spread, len(ordered))
