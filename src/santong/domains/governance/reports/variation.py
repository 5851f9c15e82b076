"""What is unusual about a figure: blank or zero where it never was, or a step beyond its own variation."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import median

SHARE = 0.1
"""A step of this share of the figure is unusual as long as too little is known of how it varies."""
LEAST_SHARE = 0.02
"""Smaller steps are never unusual, however steady a figure was."""
LEAST_STEP = 2.0
"""Nor are steps smaller than this, of figures that count people or things."""
TIMES = 3.0
ENOUGH = 4
"""Steps after which a figure is judged by its own variation."""


class Unusual(StrEnum):
    """Why somebody should look; "" is as usual."""

    NO = ""
    BLANK = "blank"
    ZERO = "zero"
    STEP = "step"


def judge(value: float | None, earlier: Sequence[float | None], *, counts: bool = True) -> Unusual:
    """Compare a figure with those of earlier periods, the newest first.

    `counts` is False for ratios and the like, of which a step below 2 can be a big one. A first figure is usual.
    """
    if not earlier or earlier[0] is None:
        return Unusual.NO
    before = earlier[0]
    if value is None:
        return Unusual.BLANK
    if value == 0 and before != 0:
        return Unusual.ZERO
    step = abs(value - before)
    if not step or (counts and step < LEAST_STEP):
        return Unusual.NO
    return Unusual.STEP if step > _usual_step(before, earlier) else Unusual.NO


def _usual_step(before: float, earlier: Sequence[float | None]) -> float:
    known = [each for each in earlier if each is not None]
    steps = [abs(newer - older) for newer, older in pairwise(known)]
    if len(steps) < ENOUGH:
        return SHARE * abs(before)
    return max(TIMES * median(steps), LEAST_SHARE * abs(before))
