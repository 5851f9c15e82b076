"""Formulas give the same in Python and in every database that computes them."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.lib.formulas import Dialect, Formula, Kind, Value, of_row, of_rows, read, to_sql

NAMES = {"a": Kind.NUMBER, "b": Kind.NUMBER, "w": Kind.NUMBER, "t": Kind.TEXT, "f": Kind.TRUTH}
COLUMNS = {name: f'"{name}"' for name in NAMES}
TABLE = (
    "CREATE TEMPORARY TABLE formula_twins"
    " (place INTEGER, a DOUBLE PRECISION, b DOUBLE PRECISION, w DOUBLE PRECISION, t VARCHAR(20), f BOOLEAN)"
)
FIELDS = ("a", "b", "w", "t", "f")
halves = st.integers(-100, 100).map(lambda number: number / 2)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "a": st.none() | halves,
            "b": st.none() | halves,
            "w": st.none() | st.integers(0, 9).map(float),
            "t": st.none() | st.sampled_from(["小学", "初中", "o'brien", "100%"]),
            "f": st.none() | st.booleans(),
        }
    ),
    max_size=6,
)


def numbers(leaf: st.SearchStrategy[str], *, exact: bool) -> st.SearchStrategy[str]:
    """Formulas that give numbers. Exact ones keep to what no order of adding up changes."""

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        signs = ["+", "-", "*"] if exact else ["+", "-", "*", "/"]
        ways = [
            st.builds("({} {} {})".format, inner, st.sampled_from(signs), inner),
            st.builds("如果({}, {}, {})".format, truths(inner), inner, inner),
            st.builds("缺省({}, {})".format, inner, inner),
            st.builds("{}({}, {})".format, st.sampled_from(["较大", "较小"]), inner, inner),
            st.builds("-{}".format, inner),
        ]
        if not exact:
            ways.append(st.builds("四舍五入({}, {})".format, inner, st.integers(0, 4)))
        return st.one_of(ways)

    return st.recursive(leaf, grow, max_leaves=6)


def truths(number: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Formulas that are true or not, about numbers."""
    compared = st.builds("{} {} {}".format, number, st.sampled_from(["<", "≤", ">", "≥", "=", "≠"]), number)
    plain = compared | st.builds("为空({})".format, number)
    joined = st.builds("({}) {} ({})".format, plain, st.sampled_from(["且", "或"]), plain)
    return plain | joined | st.builds("非({})".format, plain)


literal = st.integers(0, 40).map(lambda number: f"{number / 2:g}")
of_text = st.sampled_from(["t = '小学'", 't ≠ "o\'brien"', "t 属于 ('100%', '初中')", "为空(t)", "f", "非 f", "f = 真"])
plain_numbers = numbers(st.sampled_from(["a", "b", "w"]) | literal, exact=False)
exact_numbers = numbers(st.sampled_from(["a", "b", "w"]) | literal, exact=True)
row_formulas = plain_numbers | truths(plain_numbers) | of_text
gathered = st.one_of(
    st.builds("{}({})".format, st.sampled_from(["求和", "平均", "最大", "最小", "计数"]), exact_numbers),
    st.builds("计数({})".format, truths(exact_numbers) | of_text),
    st.builds("{}({}, {})".format, st.sampled_from(["比", "平均", "差异系数"]), st.sampled_from("ab"), st.just("w")),
    st.builds("差异系数({})".format, st.sampled_from("ab")),
)
group_formulas = st.one_of(gathered, st.builds("({} {} {})".format, gathered, st.sampled_from("+-*/"), gathered))
bounded = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class Twin:
    """A database that computes formulas over the rows of an example."""

    def __init__(self, cursor: Any, dialect: Dialect, placeholder: str) -> None:
        self.cursor, self.dialect = cursor, dialect
        self.insert = f"INSERT INTO formula_twins VALUES ({', '.join([placeholder] * 6)})"
        cursor.execute(TABLE)

    def fill(self, table: list[dict[str, Value]]) -> None:
        self.cursor.execute("DELETE FROM formula_twins")
        for place, row in enumerate(table):
            self.cursor.execute(self.insert, [place, *(row[name] for name in FIELDS)])

    def answers(self, formula: Formula) -> list[Value]:
        found = to_sql(formula, COLUMNS, self.dialect)
        order = "" if formula.is_group else " ORDER BY place"
        self.cursor.execute(f"SELECT {found.text} FROM formula_twins{order}", list(found.parameters))
        values = [row[0] for row in self.cursor.fetchall()]
        return [None if value is None else _typed(formula, value) for value in values]


def _typed(formula: Formula, value: Any) -> Value:
    return bool(value) if formula.kind is Kind.TRUTH else float(value)


@pytest.fixture
def django_twin(db: None) -> Any:
    with connection.cursor() as cursor:
        yield Twin(cursor, Dialect(connection.vendor), "%s")


@pytest.fixture
def duck_twin() -> Any:
    with duckdb.connect() as found:
        yield Twin(found, Dialect.DUCKDB, "?")


def agree(twin: Twin, text: str, table: list[dict[str, Value]]) -> None:
    formula = read(text, NAMES)
    twin.fill(table)
    computed = [of_rows(formula, table)] if formula.is_group else [of_row(formula, row) for row in table]
    answered = twin.answers(formula)
    assert len(answered) == len(computed)
    for left, right in zip(computed, answered, strict=True):
        assert (left is None) is (right is None), (text, left, right)
        assert left is None or left == pytest.approx(right, rel=1e-9, abs=1e-9), (text, left, right)


@bounded
@given(text=row_formulas, table=rows)
def test_rows_in_the_platforms_database(django_twin: Twin, text: str, table: list[dict[str, Value]]) -> None:
    agree(django_twin, text, table)


@bounded
@given(text=group_formulas, table=rows)
def test_groups_in_the_platforms_database(django_twin: Twin, text: str, table: list[dict[str, Value]]) -> None:
    agree(django_twin, text, table)


@bounded
@given(text=row_formulas | group_formulas, table=rows)
def test_in_the_database_of_analyses(duck_twin: Twin, text: str, table: list[dict[str, Value]]) -> None:
    agree(duck_twin, text, table)


def test_text_never_becomes_part_of_the_query(django_twin: Twin) -> None:
    formula = read('t = "\'; DROP TABLE formula_twins; --"', NAMES)
    found = to_sql(formula, COLUMNS, django_twin.dialect)
    assert "DROP" not in found.text and found.parameters == ("'; DROP TABLE formula_twins; --",)
    django_twin.fill([{"a": 1, "b": 1, "w": 1, "t": "x", "f": True}])
    assert django_twin.answers(formula) == [False]
