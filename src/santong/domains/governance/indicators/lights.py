"""Targets: which one a figure is held against, and how it stands to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from santong.domains.governance.indicators.evaluating import rounded
from santong.domains.governance.indicators.kinds import ALSO, Direction, Level, Light, State, Unit
from santong.domains.governance.indicators.models import Definition, PlaceOfMonth, Plan, Result, Target

NEAR = 0.05
"""How far from its target, as a share of it, a figure may be to be nearly there."""


@dataclass(frozen=True)
class Lit:
    """A light: how a figure stands to the target of a plan."""

    plan: Plan
    target: Target | None
    light: Light


def judge(definition: Definition, target: Target, value: float) -> Light:
    """How a figure stands to a target, rounded as it is shown: 10.04 shown as 10.0 keeps a limit of 10."""
    figure = rounded(value, definition.digits)
    if _is_met(definition.direction, target, figure):
        return Light.MET
    span = NEAR * max(abs(target.value), abs(target.upper or 0))
    away = _distance(definition.direction, target, figure)
    return Light.NEAR if span and away <= span and definition.unit != Unit.TRUTH else Light.BEHIND


def _is_met(direction: str, target: Target, figure: float) -> bool:
    if direction == Direction.LESS:
        return figure <= target.value
    if direction == Direction.BAND:
        return target.value <= figure <= (target.upper if target.upper is not None else target.value)
    return figure >= target.value


def _distance(direction: str, target: Target, figure: float) -> float:
    if direction == Direction.BAND and target.upper is not None and figure > target.upper:
        return figure - target.upper
    return abs(figure - target.value)


def light_of(definition: Definition, target: Target | None, result: Result | None) -> Light:
    """The light of a result; without a figure none but “not met” is said of it."""
    if target is None or result is None or result.state == State.NOT_APPLICABLE:
        return Light.NONE
    if result.state == State.FAILS:
        return Light.BEHIND
    return Light.UNKNOWN if result.value is None else judge(definition, target, result.value)


def target_for(targets: Iterable[Target], year: int, place: PlaceOfMonth | None) -> Target | None:
    """The target of a place in a year: of its own type first, then of the types that it also is, then of all.

    Of several years the latest that has begun; before the first one, the first.
    """
    rows = list(targets)
    for whom in _whom(place):
        mine = sorted((row for row in rows if row.applies_to == whom), key=lambda row: row.year)
        begun = [row for row in mine if row.year <= year]
        if mine:
            return begun[-1] if begun else mine[0]
    return None


def _whom(place: PlaceOfMonth | None) -> Sequence[str]:
    if place is None:
        return ()
    if place.level != Level.SCHOOL:
        return (Target.REGION,)
    return (place.school_type, *ALSO.get(place.school_type, ()), "")
