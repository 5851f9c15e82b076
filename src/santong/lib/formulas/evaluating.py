"""Formulas computed by Python; None is what isn't known."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from santong.lib.formulas.reading import Formula
from santong.lib.formulas.tree import Call, Kind, Literal, Name, Node

Value = float | str | bool | None
Row = Mapping[str, Value]
NOISE = 1e-12
"""A variance below this share of the squared mean is what rounding leaves of nothing."""


def of_row(formula: Formula, row: Row) -> Value:
    """What a formula gives for one row; the row has every name that the formula asks for."""
    assert not formula.is_group, "a formula that gathers needs rows"
    return _value(formula.root, _typed(formula, row))


def of_rows(formula: Formula, rows: Iterable[Row]) -> Value:
    """What a formula gives for many rows together; for a formula of one row, what it gives for each is no answer."""
    assert formula.is_group, "a formula of one row doesn't gather"
    return _gathered(formula.root, [_typed(formula, row) for row in rows])


def _typed(formula: Formula, row: Row) -> Row:
    """The values as the formula counts with them: whole numbers are double precision as in databases."""
    return {
        name: float(value) if kind is Kind.NUMBER and (value := row[name]) is not None else row[name]
        for name, kind in formula.names.items()
    }


def _value(node: Node, row: Row) -> Value:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Name):
        return row[node.name]
    return _call(node, [_value(argument, row) for argument in node.arguments])


def _gathered(node: Node, rows: Sequence[Row]) -> Value:
    if isinstance(node, Literal):
        return node.value
    assert isinstance(node, Call), "names stand inside functions that gather"
    if node.name in GATHERING:
        columns = [[_value(argument, row) for row in rows] for argument in node.arguments]
        return GATHERING[node.name](*columns)
    return _call(node, [_gathered(argument, rows) for argument in node.arguments])


def _call(node: Call, values: list[Value]) -> Value:
    special = SPECIAL.get(node.name)
    if special is not None:
        return special(*values)
    return None if any(value is None for value in values) else PLAIN[node.name](*values)


def _divide(left: float, right: float) -> float | None:
    return left / right if right else None


def _round(number: float, digits: float = 0) -> float:
    """Half away from zero, as people round and as the database is told to."""
    factor = 10.0 ** int(digits)
    return math.copysign(math.floor(abs(number) * factor + 0.5) / factor, number)


def _and(*values: Value) -> Value:
    if any(value is False for value in values):
        return False
    return None if None in values else True


def _or(*values: Value) -> Value:
    if any(value is True for value in values):
        return True
    return None if None in values else False


def _if(condition: Value, then: Value, otherwise: Value) -> Value:
    return None if condition is None else then if condition else otherwise


PLAIN: Mapping[str, Callable[..., Value]] = MappingProxyType(
    {
        "add": lambda left, right: left + right,
        "subtract": lambda left, right: left - right,
        "multiply": lambda left, right: left * right,
        "divide": _divide,
        "negative": lambda number: -number,
        "equal": lambda left, right: left == right,
        "unequal": lambda left, right: left != right,
        "less": lambda left, right: left < right,
        "at_most": lambda left, right: left <= right,
        "more": lambda left, right: left > right,
        "at_least": lambda left, right: left >= right,
        "among": lambda value, *choices: value in choices,
        "not": lambda truth: not truth,
        "round": _round,
        "smallest": lambda *numbers: min(numbers),
        "largest": lambda *numbers: max(numbers),
    }
)
"""What is unknown as soon as one value is."""
SPECIAL: Mapping[str, Callable[..., Value]] = MappingProxyType(
    {
        "if": _if,
        "and": _and,
        "or": _or,
        "blank": lambda value: value is None,
        "otherwise": lambda value, instead: instead if value is None else value,
    }
)


def _known(*columns: Sequence[Any]) -> list[tuple[float, ...]]:
    """The rows in which every column is known."""
    return [values for values in zip(*columns, strict=True) if None not in values]


def _sum(column: Sequence[Any]) -> Value:
    known = [value for value in column if value is not None]
    return math.fsum(known) if known else None


def _count(column: Sequence[Any]) -> Value:
    """Rows where a condition holds, or where a value is known."""
    return float(sum(value is not None and value is not False for value in column))


def _ratio(upper: Sequence[Any], lower: Sequence[Any]) -> Value:
    known = _known(upper, lower)
    return _divide(math.fsum(row[0] for row in known), math.fsum(row[1] for row in known))


def _mean(column: Sequence[Any], weights: Sequence[Any] | None = None) -> Value:
    known = _known(column, weights if weights is not None else [1.0] * len(column))
    return _divide(math.fsum(x * w for x, w in known), math.fsum(w for _x, w in known))


def _variation(column: Sequence[Any], weights: Sequence[Any] | None = None) -> Value:
    """Standard deviation by mean, of the whole and not of a sample, weighted where weights are given."""
    known = _known(column, weights if weights is not None else [1.0] * len(column))
    mean = _mean([x for x, _w in known], [w for _x, w in known])
    squares = _mean([x * x for x, _w in known], [w for _x, w in known])
    if not isinstance(mean, float) or not isinstance(squares, float) or mean == 0:
        return None
    variance = squares - mean * mean
    return math.sqrt(variance) / mean if variance > NOISE * mean * mean else 0.0


GATHERING: Mapping[str, Callable[..., Value]] = MappingProxyType(
    {
        "sum": _sum,
        "count": _count,
        "mean": _mean,
        "minimum": lambda column: min((value for value in column if value is not None), default=None),
        "maximum": lambda column: max((value for value in column if value is not None), default=None),
        "ratio": _ratio,
        "variation": _variation,
    }
)
