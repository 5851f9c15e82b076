"""What is said of an issue, and how figures are judged, without a database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from santong.domains.governance.checks import words
from santong.domains.governance.checks.judging import Facts, _differ, bound_of, field_of, span_now
from santong.domains.governance.checks.models import CheckKind, CheckRule, DataIssue, Settlement
from santong.domains.governance.checks.queries import settled_for
from santong.kit.access import SYSTEM, Grant, Viewer


def rule(kind: str = "peers", formula: str = "学生数 / 班级数", **given: Any) -> CheckRule:
    values = {"pk": 7, "name": "规则", "unit": "people", "digits": 1, "label": "学籍", "other_label": "报表", **given}
    return CheckRule(kind=kind, formula=formula, **values)


def issue(kind: str, **given: Any) -> DataIssue:
    return DataIssue(rule=rule(kind), kind=kind, path="00010001", **given)


@pytest.mark.parametrize(
    ("row", "english", "chinese"),
    [
        (
            issue("impossible", facts={"专任教师数": 10.0, "教职工数": 3.0, "班级数": None}),
            "This can't be: 专任教师数 10，教职工数 3，班级数 —.", "不可能：专任教师数 10，教职工数 3，班级数 —。",
        ),
        (
            issue("peers", value=380.0, low=35.5, high=45.0, peers=12),
            "380 people; half of 12 similar schools have 35.5 people to 45 people.",
            "本校 380 人；12 所同类学校的一半在 35.5 人 到 45 人 之间。",
        ),
        (
            issue("jump", value=380.0, other=None),
            "380 people after — the month before; it never changes as much.",
            "380 人，上月 —，平时变化没有这么大。",
        ),
        (
            issue("conflict", value=561.0, other=535.0), "学籍 says 561 people, 报表 says 535 people.",
            "学籍：561 人；报表：535 人。",
        ),
    ],
    ids=lambda each: each.kind if isinstance(each, DataIssue) else "",
)  # fmt: skip
def test_every_kind_says_what_was_found_beside_what_was_expected(row: DataIssue, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert words.sentence(row) == english
    with translation.override("zh-hans"):
        assert words.sentence(row) == chinese


@pytest.mark.parametrize(
    ("unit", "digits", "value", "shown"),
    [
        ("percent", 1, 93.46, "93.5%"), ("to_one", 1, 17.0, "17 : 1"), ("count", 2, 0.3, "0.3"), ("none", 0, 5.0, "5"),
        ("mbps", 0, 200.0, "200 Mbps"), ("count", 0, None, "—"), ("count", 0, 100.0, "100"),
    ],
)  # fmt: skip
def test_figures_have_their_unit_and_no_zeros_at_the_end(
    unit: str, digits: int, value: float | None, shown: str
) -> None:
    with translation.override("en"):
        assert words.figure(rule(unit=unit, digits=digits), value) == shown


def test_every_kind_and_state_has_a_sign() -> None:
    assert set(words.ICONS) == set(CheckKind)
    assert set(words.TONES) == set(DataIssue.State)


@pytest.mark.parametrize(
    ("value", "other", "percent", "differ"),
    [
        (100, 103, 3, False),
        (100, 104, 3, True),
        (0, 0, 0, False),
        (0, 1, 99, True),
        (59, 18, 20, True),
        (5, 5, 0, False),
    ],
)
def test_sources_differ_by_more_than_their_tolerance(value: float, other: float, percent: float, differ: bool) -> None:
    assert _differ(value, other, percent) is differ


SIZES = st.floats(min_value=0, max_value=1e6)


@given(SIZES, SIZES, st.floats(min_value=0, max_value=100))
def test_it_is_all_the_same_which_source_is_the_first(one: float, other: float, percent: float) -> None:
    assert _differ(one, other, percent) == _differ(other, one, percent)
    assert not _differ(one, one, percent)


@pytest.mark.parametrize(("formula", "known"), [("学生数", [90.0, 80.0]), ("活动人日", [80.0])])
def test_what_happens_in_a_month_is_held_against_the_month_before(formula: str, known: list[float]) -> None:
    row = rule("jump", formula)
    earlier = [{5: {"a:7": {"v": 90.0}}}, {5: {"a:7": {"v": 80.0}}}, {6: {"a:7": {"v": 1.0}}}]
    facts = Facts([row], [], date(2026, 10, 1), bound_of([row], span_now()), {}, earlier)
    assert facts.earlier_of(row, 5) == known
    assert facts.value(row, 5) is None
    assert facts.names(row, 5) == {formula: None}


def test_a_rule_is_filled_as_fields_of_reports_are() -> None:
    bound = bound_of([rule(), rule("impossible", "专任教师数 > 教职工数", pk=8)], span_now())
    assert set(bound) == {"a:7", "a:8", "w:学生数", "w:班级数", "w:专任教师数", "w:教职工数"}
    assert bound["a:8"].reading is not None
    assert bound["a:8"].reading.is_truth
    assert field_of("x", "学生数")["roll_up"] == "sum"


def test_the_innermost_settlement_counts_and_the_newest_of_a_place() -> None:
    rows = [Settlement(path="00010001", number=2), Settlement(path="00010001", number=1), Settlement(path="0001")]
    assert settled_for("000100010001", rows) is rows[0]
    assert settled_for("00010002", rows) is rows[2]
    assert settled_for("0002", rows) is None


@pytest.mark.parametrize(
    ("role", "path", "sees"),
    [("principal", "00010001", True), ("principal", "00010002", False), ("parent", "00010001", False)],
)
def test_figures_show_where_the_viewer_may_see_all_of_them(role: str, path: str, sees: bool) -> None:
    row = issue("impossible", facts={"学生数": 3.0, "教职工数": 1.0})
    viewer = Viewer(grants=(Grant(role, path),), category="staff")
    assert words.sees_figures(viewer, row) is sees
    assert words.sees_figures(SYSTEM, row)


def test_a_source_is_called_as_the_rule_calls_it() -> None:
    row = Settlement(rule=rule("conflict"), holds="other")
    assert (row.source, str(row)) == ("报表", "规则 · 报表")
    row.holds = "first"
    assert row.source == "学籍"
    assert row.rule.compares
