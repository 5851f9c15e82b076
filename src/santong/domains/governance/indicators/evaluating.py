"""What an indicator gives for facts: in Python, as the database computes it in `computing`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from santong.domains.governance.indicators.kinds import Direction, RollUp, State
from santong.domains.governance.indicators.reading import Reading
from santong.lib.formulas import Row, Value, of_row, of_rows

SHARE = 100.0


@dataclass(frozen=True)
class Outcome:
    """What was computed at a place; see `Result`."""

    state: str
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    known: int = 0
    unknown: int = 0
    failing: int = 0


NOT_APPLICABLE = Outcome(State.NOT_APPLICABLE)


def evaluate(reading: Reading, row: Row) -> Outcome:
    """The outcome at one school of a formula of one row."""
    value = _number(of_row(reading.formula, row))
    numerator, denominator = _sides(reading, row, value)
    state = str(State.KNOWN) if value is not None else _without_value(reading, row)
    if state == State.NOT_APPLICABLE:
        return NOT_APPLICABLE
    return Outcome(
        state, value, numerator, denominator, state == State.KNOWN, state == State.UNKNOWN, state == State.FAILS
    )


def _without_value(reading: Reading, row: Row) -> str:
    """What a figure that can't be computed counts as. Nothing divided by nothing applies to nobody."""
    definition, sides = reading.definition, reading.sides
    if sides is None or of_row(sides.denominator, row) != 0:
        return definition.when_blank
    return str(State.NOT_APPLICABLE) if of_row(sides.numerator, row) == 0 else definition.when_zero


def _sides(reading: Reading, row: Row, value: float | None) -> tuple[float | None, float | None]:
    way = reading.definition.roll_up
    if way == RollUp.MEET:
        return value, None if value is None else 1.0
    if way == RollUp.MEAN and reading.weight is not None:
        weight = _number(of_row(reading.weight, row))
        both = value is not None and weight is not None
        return (value * weight, weight) if both else (None, None)  # type: ignore[operator]
    if reading.sides is None:
        return value, None
    upper = _number(of_row(reading.sides.numerator, row))
    lower = _number(of_row(reading.sides.denominator, row))
    return (upper, lower) if upper is not None and lower is not None else (None, None)


def gather(reading: Reading, rows: Sequence[Row]) -> Outcome:
    """The outcome at a county of facts of its schools: of a formula that gathers, or one that is computed anew."""
    if reading.formula.is_group:
        value, sums = _number(of_rows(reading.formula, rows)), {}
    else:
        sums = {name: _sum([row[name] for row in rows]) for name in reading.names}
        value = _number(of_row(reading.formula, sums))
    if value is not None:
        state = str(State.KNOWN)
    else:
        state = reading.definition.when_blank if reading.formula.is_group else _without_value(reading, sums)
    numerator, denominator = (None, None) if reading.formula.is_group else _sides(reading, sums, value)
    if state == State.NOT_APPLICABLE:
        return NOT_APPLICABLE
    return Outcome(state, value, numerator, denominator, len(rows))


def roll_up(reading: Reading, outcomes: Sequence[Outcome], rows: Sequence[Row] = ()) -> Outcome:
    """The outcome at a county of those of its schools."""
    if reading.definition.roll_up == RollUp.ANEW:
        return gather(reading, rows)
    counted = [each for each in outcomes if each.state != State.NOT_APPLICABLE]
    if not counted:
        return NOT_APPLICABLE
    value, numerator, denominator = _summed(reading, counted)
    known, unknown, failing = (sum(getattr(each, name) for each in counted) for name in ("known", "unknown", "failing"))
    state = State.KNOWN if value is not None else State.FAILS if failing and not unknown else State.UNKNOWN
    return Outcome(state, value, numerator, denominator, known, unknown, failing)


def regroup(reading: Reading, outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of schools together that didn't belong together when they were computed; unknown where their facts
    would be needed anew.
    """
    if reading.definition.roll_up != RollUp.ANEW:
        return roll_up(reading, outcomes)
    numerator = _sum([each.numerator for each in outcomes])
    denominator = _sum([each.denominator for each in outcomes])
    if reading.sides is None or numerator is None or not denominator:
        return Outcome(State.UNKNOWN)
    value = numerator / denominator * reading.sides.factor
    return Outcome(State.KNOWN, value, numerator, denominator, len(outcomes))


def _summed(reading: Reading, counted: Sequence[Outcome]) -> tuple[float | None, float | None, float | None]:
    way = reading.definition.roll_up
    if way == RollUp.WORST:
        values = [each.value for each in counted if each.value is not None]
        least = reading.definition.direction != Direction.LESS
        return (min(values) if least else max(values)) if values else None, None, None
    numerator = _sum([each.numerator for each in counted])
    if way == RollUp.SUM:
        return numerator, numerator, None
    denominator = _sum([each.denominator for each in counted])
    if numerator is None or not denominator:
        return None, numerator, denominator
    return numerator / denominator * factor_of(reading), numerator, denominator


def factor_of(reading: Reading) -> float:
    """What the ratio of the sums is multiplied by."""
    way = reading.definition.roll_up
    if way == RollUp.MEET:
        return SHARE
    return reading.sides.factor if way == RollUp.RATIO and reading.sides is not None else 1.0


def _sum(values: Sequence[Value]) -> float | None:
    known = [float(value) for value in values if value is not None and not isinstance(value, str)]
    return math.fsum(known) if known else None


def _number(value: Value) -> float | None:
    return None if value is None else float(value)


def rounded(value: float, digits: int) -> float:
    """Half away from zero, as formulas round. A trace of binary fractions (2.675) is no half."""
    factor = 10.0**digits
    return math.copysign(math.floor(abs(value) * factor + 0.5 + 1e-9) / factor, value)
