"""What holds for all figures: sums and their ratios, lights and their directions, words that fit."""

from __future__ import annotations

import math
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.domains.governance.indicators import words
from santong.domains.governance.indicators.evaluating import Outcome, evaluate, regroup, roll_up, rounded
from santong.domains.governance.indicators.kinds import (
    Direction,
    Level,
    Light,
    SchoolType,
    State,
    Unit,
    area_of_code,
    type_of_code,
)
from santong.domains.governance.indicators.lights import judge
from santong.domains.governance.indicators.models import Definition, Result, Target
from santong.domains.governance.indicators.queries import Peers
from santong.domains.governance.indicators.tests.making import definition, reading

facts = st.fixed_dictionaries(
    {"学生数": st.none() | st.integers(0, 900).map(float), "专任教师数": st.none() | st.integers(0, 60).map(float)}
)
schools = st.lists(facts, min_size=1, max_size=8)
numbers = st.floats(-1e6, 1e6, allow_nan=False)
quick = settings(max_examples=120, deadline=None)


@quick
@given(rows=schools, parts=st.integers(1, 3))
def test_a_city_is_the_same_through_its_counties(rows: list[dict[str, Any]], parts: int) -> None:
    """The ratio of the sums doesn't depend on how schools are put together on the way up."""
    found = reading()
    outcomes = [evaluate(found, row) for row in rows]
    counties = [roll_up(found, outcomes[at::parts]) for at in range(parts) if outcomes[at::parts]]
    whole, through = roll_up(found, outcomes), roll_up(found, counties)
    assert whole.value == (None if through.value is None else pytest.approx(through.value, rel=1e-9))
    assert (whole.known, whole.unknown, whole.failing) == (through.known, through.unknown, through.failing)
    assert regroup(found, outcomes) == whole


@quick
@given(rows=schools)
def test_a_ratio_of_sums_lies_between_those_of_the_schools(rows: list[dict[str, Any]]) -> None:
    found = reading(when_zero="na")
    outcomes = [evaluate(found, row) for row in rows]
    values = [each.value for each in outcomes if each.value is not None]
    whole = roll_up(found, outcomes).value
    assert (whole is None) is (not values)
    if whole is not None:
        assert min(values) - 1e-9 <= whole <= max(values) + 1e-9


@quick
@given(rows=schools)
def test_every_school_is_counted_once(rows: list[dict[str, Any]]) -> None:
    found = reading()
    outcomes = [evaluate(found, row) for row in rows]
    whole = roll_up(found, outcomes)
    there = [each for each in outcomes if each.state != State.NOT_APPLICABLE]
    assert whole.known + whole.unknown + whole.failing == len(there)
    assert (whole.state == State.NOT_APPLICABLE) is (not there)


@quick
@given(rows=schools)
def test_a_blank_is_never_a_zero(rows: list[dict[str, Any]]) -> None:
    """A school of which a side is missing changes nothing but how many are unknown."""
    found = reading()
    outcomes = [evaluate(found, row) for row in rows]
    more = [
        *outcomes,
        evaluate(found, {"学生数": None, "专任教师数": 10.0}),
        evaluate(found, {"学生数": 99.0, "专任教师数": None}),
    ]
    before, after = roll_up(found, outcomes), roll_up(found, more)
    assert (after.value, after.known, after.failing) == (before.value, before.known, before.failing)
    assert after.unknown == before.unknown + 2


@quick
@given(value=numbers, limit=numbers, digits=st.integers(0, 4))
def test_more_and_less_are_each_others_mirror(value: float, limit: float, digits: int) -> None:
    less = judge(definition(digits=digits, direction="less"), Target(value=limit), value)
    more = judge(definition(digits=digits, direction="more"), Target(value=-limit), -value)
    assert less == more


@quick
@given(value=numbers, limit=numbers)
def test_better_is_never_lit_worse(value: float, limit: float) -> None:
    order = [Light.BEHIND, Light.NEAR, Light.MET]
    row = definition(direction="more", digits=2)
    now, better = (judge(row, Target(value=limit), each) for each in (value, value + 1))
    assert order.index(better) >= order.index(now)


@quick
@given(value=numbers, digits=st.integers(0, 4))
def test_rounding_moves_by_half_a_step_at_most(value: float, digits: int) -> None:
    found = rounded(value, digits)
    assert abs(found - value) <= 0.5 / 10**digits + 1e-6
    assert rounded(found, digits) == pytest.approx(found, abs=1e-9) and rounded(-value, digits) == -found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("111", "kindergarten"), ("211", "primary"), ("218", "teaching_point"), ("311", "junior"), ("312", "nine_year"),
        ("341", "complete"), ("342", "senior"), ("345", "twelve_year"), ("361", "vocational"), ("371", "junior"),
        ("414", "higher"), ("514", "special"), ("", ""), ("9", ""),
    ],
)  # fmt: skip
def test_types_of_schools(code: str, found: str) -> None:
    assert type_of_code(code) == found
    assert not found or SchoolType(found).label


@pytest.mark.parametrize(("code", "found"), [("111", "城区"), ("121", "镇区"), ("220", "乡村"), ("", ""), ("9", "")])
def test_areas(code: str, found: str) -> None:
    assert area_of_code(code) == found


def a_result(value: float | None, level: str = Level.SCHOOL, state: str = State.KNOWN) -> Result:
    return Result(value=value, level=level, state=state)


@pytest.mark.parametrize(
    ("given_", "result", "shown"),
    [
        ({}, a_result(12.34), "12.3 : 1"),
        ({"unit": "percent"}, a_result(91.25), "91.3 %"),
        ({"unit": "count", "digits": 0}, a_result(12345), "12,345"),
        ({"unit": "none", "digits": 3}, a_result(0.8014), "0.801"),
        ({"unit": "truth", "roll_up": "meet"}, a_result(1), "Met"),
        ({"unit": "truth", "roll_up": "meet"}, a_result(0), "Not met"),
        ({"unit": "truth", "roll_up": "meet"}, a_result(80, Level.COUNTY), "80.0 %"),
        ({}, a_result(None, state=State.UNKNOWN), "Unknown"),
        ({}, a_result(None, state=State.FAILS), "Not met"),
        ({}, None, "—"),
    ],
)
def test_a_figure_with_its_unit(given_: dict[str, Any], result: Result | None, shown: str) -> None:
    with translation.override("en"):
        assert words.with_unit(definition(**given_), result) == shown


@pytest.mark.parametrize(
    ("given_", "target", "level", "shown"),
    [
        ({}, Target(value=10), Level.SCHOOL, "≤ 10 : 1"),
        ({"direction": "more", "unit": "percent"}, Target(value=95), Level.COUNTY, "≥ 95 %"),
        ({"direction": "band", "unit": "none"}, Target(value=8, upper=12), Level.SCHOOL, "8–12"),
        ({"direction": "more", "unit": "truth", "roll_up": "meet"}, Target(value=1), Level.SCHOOL, "To be met"),
        ({"direction": "more", "unit": "truth", "roll_up": "meet"}, Target(value=100), Level.CITY, "≥ 100 %"),
    ],
)
def test_what_a_target_asks_for(given_: dict[str, Any], target: Target, level: str, shown: str) -> None:
    with translation.override("en"):
        assert words.aim(definition(**given_), target, level) == shown


@pytest.mark.parametrize(
    ("by", "shown"),
    [(None, ""), (0.0, "As last month"), (0.04, "As last month"), (1.6, "1.6 higher"), (-2.25, "2.3 lower")],
)
def test_what_changed(by: float | None, shown: str) -> None:
    with translation.override("en"):
        found = words.change(definition(), by)
    assert found.startswith(shown) and bool(found) is bool(shown)


def test_peers_in_words_name_no_rank() -> None:
    with translation.override("zh-hans"):
        said = words.beside(definition(), Peers(9, 10, 12, 15))
    assert "9" in said and "12.0" in said and "第" not in said and "名次" not in said


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("choices", [Unit, Direction, Level, Light, State, SchoolType])
def test_every_choice_has_words(choices: Any, language: str) -> None:
    with translation.override(language):
        labels = [str(each.label) for each in choices]
    assert all(labels) and len(set(labels)) >= len(labels) - 1


def test_a_definition_has_the_same_fields_in_both_tables() -> None:
    names = {field.name for field in Definition._meta.local_fields}
    assert names and math.isfinite(len(names)) and "formula" in names and "number" not in names
    assert Outcome(State.KNOWN).value is None
