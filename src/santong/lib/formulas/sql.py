"""Formulas computed by a database: an expression for SQLite, PostgreSQL or DuckDB that gives what Python gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from santong.lib.formulas.evaluating import NOISE
from santong.lib.formulas.reading import Formula
from santong.lib.formulas.tree import Call, Kind, Literal, Name, Node

SIGNS = MappingProxyType(
    {
        "add": "+", "subtract": "-", "multiply": "*", "equal": "=", "unequal": "<>", "less": "<", "at_most": "<=",
        "more": ">", "at_least": ">=",
    }
)  # fmt: skip
DOUBLE = "CAST({} AS DOUBLE PRECISION)"


class Dialect(StrEnum):
    """Which database computes."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    DUCKDB = "duckdb"

    @property
    def placeholder(self) -> str:
        """How a parameter is written; Django's connections take the one of PostgreSQL everywhere."""
        return "?" if self is Dialect.DUCKDB else "%s"

    def floor(self, number: str) -> str:
        """Rounded down, of what isn't negative; SQLite may be built without the function."""
        return f"CAST({number} AS INTEGER)" if self is Dialect.SQLITE else f"FLOOR({number})"


@dataclass(frozen=True)
class Sql:
    """An expression with its parameters. An expression of a group belongs into a query that aggregates."""

    text: str
    parameters: tuple[str | bool, ...] = ()


def to_sql(formula: Formula, columns: Mapping[str, str], dialect: Dialect) -> Sql:
    """A formula as SQL; `columns` gives an expression, quoted by the caller, for each name the formula asks for."""
    writing = _Writing(formula, columns, dialect)
    text = writing.of(formula.root)
    return Sql(text, tuple(writing.parameters))


@dataclass
class _Writing:
    """Text is written from left to right, so that parameters stand in their order."""

    formula: Formula
    columns: Mapping[str, str]
    dialect: Dialect
    parameters: list[str | bool] = field(default_factory=list)

    def of(self, node: Node) -> str:
        if isinstance(node, Literal):
            return self._literal(node.value)
        if isinstance(node, Name):
            column = self.columns[node.name]
            return DOUBLE.format(column) if self.formula.names[node.name] is Kind.NUMBER else column
        return WRITERS[node.name](self, node) if node.name in WRITERS else self._sign(node)

    def _literal(self, value: float | str | bool) -> str:
        if isinstance(value, bool):
            return f"({'1=1' if value else '1=0'})"
        if isinstance(value, str):
            self.parameters.append(value)
            return f"CAST({self.dialect.placeholder} AS TEXT)"
        return DOUBLE.format(repr(float(value)))

    def _sign(self, node: Call) -> str:
        left, right = node.arguments
        return f"({self.of(left)} {SIGNS[node.name]} {self.of(right)})"


Writer = Callable[[_Writing, Call], str]


def _joined(word: str) -> Writer:
    return lambda to, node: f"({f' {word} '.join(to.of(argument) for argument in node.arguments)})"


def _divide(to: _Writing, node: Call) -> str:
    left, right = node.arguments
    return f"({to.of(left)} / NULLIF({to.of(right)}, 0))"


def _if(to: _Writing, node: Call) -> str:
    """A condition that isn't known leaves the result unknown."""
    condition, then, otherwise = (to.of(argument) for argument in node.arguments)
    return f"(CASE {condition} WHEN TRUE THEN {then} WHEN FALSE THEN {otherwise} END)"


def _among(to: _Writing, node: Call) -> str:
    value, *choices = node.arguments
    return f"({to.of(value)} IN ({', '.join(to.of(choice) for choice in choices)}))"


def _round(to: _Writing, node: Call) -> str:
    """Half away from zero: databases differ in what they do with halves."""
    digits = node.arguments[1].value if len(node.arguments) > 1 and isinstance(node.arguments[1], Literal) else 0
    factor = DOUBLE.format(repr(10.0 ** int(digits)))
    sign = f"CASE WHEN {to.of(node.arguments[0])} < 0 THEN -1 ELSE 1 END"
    size = DOUBLE.format(to.dialect.floor(f"(ABS({to.of(node.arguments[0])}) * {factor} + 0.5)"))
    return f"({sign} * {size} / {factor})"


def _extreme(of_two: str, of_many: str) -> Writer:
    """The smallest or largest of several values, unknown when one is; SQLite's own of several does that already."""

    def write(to: _Writing, node: Call) -> str:
        if to.dialect is Dialect.SQLITE:
            return f"{of_two}({', '.join(to.of(argument) for argument in node.arguments)})"
        unknown = " OR ".join(f"{to.of(argument)} IS NULL" for argument in node.arguments)
        values = ", ".join(to.of(argument) for argument in node.arguments)
        return f"(CASE WHEN {unknown} THEN NULL ELSE {of_many}({values}) END)"

    return write


def _gather(function: str) -> Writer:
    return lambda to, node: f"{function}({to.of(node.arguments[0])})"


def _count(to: _Writing, node: Call) -> str:
    if _is_truth(to, node.arguments[0]):
        return f"COALESCE(SUM(CASE WHEN {to.of(node.arguments[0])} THEN 1.0 ELSE 0.0 END), 0.0)"
    return DOUBLE.format(f"COUNT({to.of(node.arguments[0])})")


def _is_truth(to: _Writing, node: Node) -> bool:
    if isinstance(node, Literal):
        return isinstance(node.value, bool)
    if isinstance(node, Name):
        return to.formula.names[node.name] is Kind.TRUTH
    if node.name in ("if", "otherwise"):
        return _is_truth(to, node.arguments[-1])
    return node.name in TRUTHS


def _sum_where_known(to: _Writing, value: Callable[[], str], known: Callable[[], str]) -> str:
    return f"SUM(CASE WHEN {known()} THEN {value()} END)"


def _ratio(to: _Writing, node: Call) -> str:
    upper, lower = node.arguments

    def known() -> str:
        return f"{to.of(upper)} IS NOT NULL AND {to.of(lower)} IS NOT NULL"

    above = _sum_where_known(to, lambda: to.of(upper), known)
    return f"({above} / NULLIF({_sum_where_known(to, lambda: to.of(lower), known)}, 0))"


def _mean(to: _Writing, node: Call) -> str:
    return _weighted(to, node, 1)


def _weighted(to: _Writing, node: Call, power: int) -> str:
    """The weighted mean of a value, or of its square."""
    value, *weight = node.arguments

    def weighing() -> str:
        return to.of(weight[0]) if weight else DOUBLE.format("1.0")

    def known() -> str:
        return f"{to.of(value)} IS NOT NULL AND {weighing()} IS NOT NULL"

    def counted() -> str:
        return " * ".join([to.of(value) for _factor in range(power)] + [weighing()])

    above = _sum_where_known(to, counted, known)
    return f"({above} / NULLIF({_sum_where_known(to, weighing, known)}, 0))"


def _variation(to: _Writing, node: Call) -> str:
    """Written out, since an aggregate can't stand inside another."""

    def mean() -> str:
        return _weighted(to, node, 1)

    def variance() -> str:
        return f"({_weighted(to, node, 2)} - {mean()} * {mean()})"

    enough = f"WHEN {variance()} > {NOISE!r} * {mean()} * {mean()}"
    return f"(CASE WHEN NULLIF({mean()}, 0) IS NULL THEN NULL {enough} THEN SQRT({variance()}) / {mean()} ELSE 0.0 END)"


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        "and": _joined("AND"),
        "or": _joined("OR"),
        "not": lambda to, node: f"(NOT {to.of(node.arguments[0])})",
        "negative": lambda to, node: f"(- {to.of(node.arguments[0])})",
        "divide": _divide,
        "if": _if,
        "among": _among,
        "blank": lambda to, node: f"({to.of(node.arguments[0])} IS NULL)",
        "otherwise": lambda to, node: f"COALESCE({', '.join(to.of(argument) for argument in node.arguments)})",
        "round": _round,
        "smallest": _extreme("MIN", "LEAST"),
        "largest": _extreme("MAX", "GREATEST"),
        "sum": _gather("SUM"),
        "count": _count,
        "mean": _mean,
        "minimum": _gather("MIN"),
        "maximum": _gather("MAX"),
        "ratio": _ratio,
        "variation": _variation,
    }
)
TRUTHS = frozenset({"equal", "unequal", "less", "at_most", "more", "at_least", "among", "and", "or", "not", "blank"})
