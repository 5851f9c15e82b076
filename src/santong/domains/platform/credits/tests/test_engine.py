"""The engine alone: what counts, what doesn't and why, what is missing, who is warned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.domains.platform.credits.engine import Fact, Left, Result, State, Why, stand, window
from santong.domains.platform.credits.kinds import half_year_of, last_day_of, semester_of
from santong.domains.platform.credits.rules import CategoryRule, CourseRule, ReplacementRule, Rules, read_condition
from santong.lib.formulas import FormulaError

SINCE, NOW = date(2024, 9, 1), date(2026, 11, 10)


def course(code: str, category: str = "必修", worth: int = 4, **more: Any) -> CourseRule:
    return CourseRule(code, f"课程{code}", category, Decimal(worth), **more)


def rules(*courses: CourseRule, total: int = 10, **more: Any) -> Rules:
    given = {"categories": (CategoryRule("必修", Decimal(6)), CategoryRule("选修", Decimal(2), Decimal(5)))}
    return Rules(total=Decimal(total), years=3, hours_per_credit=Decimal(18), courses=courses, **{**given, **more})


def took(code: str, on: date = date(2025, 1, 20), **more: Any) -> Fact:
    return Fact(code, on, "by_hand", **{"points": 80.0, **more})


def stands(rule: Rules, *facts: Fact, today: date = NOW) -> Result:
    return stand(rule, facts, since=SINCE, today=today)


def test_a_passed_course_gives_its_credits_and_leads_to_its_source() -> None:
    found = stands(rules(course("A")), took("A", key="17"))
    assert [(each.course.code, each.credits, each.fact.key) for each in found.credits] == [("A", 4, "17")]
    assert found.earned == found.sums["必修"] == 4


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        ({"points": 60.0}, True), ({"points": 59.9}, False), ({"points": None, "passed": True}, True),
        ({"points": None, "passed": False}, False), ({"points": None}, False), ({"points": 30.0, "passed": True}, True),
    ],
)  # fmt: skip
def test_what_is_enough_says_the_formula(said: dict[str, Any], passes: bool) -> None:
    found = stands(rules(course("A")), took("A", **said))
    assert bool(found.earned) is passes
    assert passes or [why for _fact, why in found.left] == [Left.NOT_EARNED]


@pytest.mark.parametrize(("attendance", "passes"), [(None, True), (66.0, False), (67.0, True)])
def test_attendance_can_be_asked_for(attendance: float | None, passes: bool) -> None:
    rule = rules(course("A"), earned="缺省(出勤率, 100) >= 66.7 且 成绩 >= 60")
    assert bool(stands(rule, took("A", attendance=attendance)).earned) is passes


@pytest.mark.parametrize("text", ["", "成绩", "成绩 >=", "分数 > 60", "求和(成绩) > 60", "import os"])
def test_a_condition_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        read_condition(text)


def test_a_course_taken_twice_counts_once_where_it_gives_most() -> None:
    found = stands(
        rules(course("A")),
        took("A", credits=Decimal(2)),
        took("A", credits=Decimal(3), key="2"),
        took("A", credits=Decimal(1)),
    )
    assert found.earned == 3
    assert [why for _fact, why in found.left] == [Left.REPEATED, Left.REPEATED]


def test_nobody_gets_more_than_the_course_has() -> None:
    assert stands(rules(course("A")), took("A", credits=Decimal(9))).earned == 4


def test_parts_add_up_by_credits_hours_or_terms() -> None:
    rule = rules(course("A", worth=8, adds_up=True, part=Decimal(2)))
    found = stands(
        rule, took("A", credits=Decimal(3)), took("A", hours=27.0), took("A"), took("A"),
        took("A", on=date(2025, 7, 1)), took("A", on=date(2026, 1, 3)),
    )  # fmt: skip
    # 3 by credits, 1.5 by hours, 2 for a term that counts once, then what is left of 8.
    assert [each.credits for each in found.credits] == [3, Decimal("1.5"), 2, Decimal("1.5")]
    assert [why for _fact, why in found.left] == [Left.REPEATED, Left.FULL]
    assert found.earned == 8


def test_hours_of_staff_have_no_end_and_begin_anew_with_each_cycle() -> None:
    rule = Rules(
        total=Decimal(360), years=5, repeats=True, hours_per_credit=Decimal(1), earned="学时 > 0",
        categories=(CategoryRule("培训"),), courses=(course("J", "培训", 0, adds_up=True),),
    )  # fmt: skip
    facts = [took("J", on=date(2025, 12, 31), hours=300.0), took("J", on=date(2026, 1, 1), hours=40.0)]
    found = stand(rule, facts, since=date(2021, 1, 1), today=NOW)
    assert (found.first, found.last, found.earned) == (date(2026, 1, 1), date(2031, 1, 1), 40)
    assert [why for _fact, why in found.left] == [Left.OUTSIDE]
    assert found.state == State.BEHIND and [each.why for each in found.warnings] == [Why.PACE]


@pytest.mark.parametrize(
    ("today", "first"),
    [(date(2021, 1, 1), 2021), (date(2025, 12, 31), 2021), (date(2026, 1, 1), 2026), (date(2031, 1, 1), 2031)],
)
def test_cycles_follow_each_other(today: date, first: int) -> None:
    rule = Rules(total=Decimal(1), years=5, repeats=True, hours_per_credit=Decimal(1))
    assert window(rule, date(2021, 1, 1), today) == (date(first, 1, 1), date(first + 5, 1, 1))


def test_what_a_category_has_beyond_its_cap_is_left_out() -> None:
    found = stands(rules(course("C", "选修", 9)), took("C"))
    assert found.sums["选修"] == found.earned == 5


def test_unknown_courses_and_those_before_the_time_are_told() -> None:
    found = stands(rules(course("A")), took("Z"), took("A", on=date(2024, 6, 1)))
    assert [why for _fact, why in found.left] == [Left.UNKNOWN, Left.OUTSIDE]


def test_examinations_are_found_by_subject_and_semester() -> None:
    rule = rules(
        course("A", subject="语文", semester=1), course("B", subject="语文", semester=2), course("C", subject="数学")
    )
    facts = [
        Fact("", date(2025, 1, 10), "exams", subject="语文", points=70.0),
        Fact("", date(2025, 6, 30), "exams", subject="语文", points=90.0),
        Fact("", date(2026, 6, 30), "exams", subject="数学", points=90.0),
        Fact("", date(2026, 6, 30), "exams", subject="体育", points=90.0),
    ]
    found = stands(rule, *facts)
    assert {each.course.code for each in found.credits} == {"A", "B", "C"}
    assert [why for _fact, why in found.left] == [Left.UNKNOWN]


def test_replaced_credits_count_once_and_up_to_a_number() -> None:
    rule = rules(
        course("A", required=True), course("C", "选修"),
        replacements=(ReplacementRule("A", "C", Decimal(3), "会议纪要"),),
    )  # fmt: skip
    found = stands(rule, took("C"))
    assert [(each.by.code, each.of.code, each.credits, each.authority) for each in found.moved] == [
        ("C", "A", 3, "会议纪要")
    ]
    assert (found.sums["必修"], found.sums["选修"], found.earned) == (3, 1, 4)
    assert not stands(rule, took("C"), took("A")).moved


def test_what_is_missing_is_said_with_what_fills_it() -> None:
    found = stands(rules(course("A", required=True), course("B"), course("C", "选修")), took("B"))
    assert [(each.why, each.what, each.have, each.need) for each in found.lacks] == [
        (Why.TOTAL, "", 4, 10), (Why.FLOOR, "必修", 4, 6), (Why.FLOOR, "选修", 0, 2), (Why.REQUIRED, "课程A", 0, 4),
    ]  # fmt: skip
    assert [list(each.proposals) for each in found.lacks[:3]] == [["课程A", "课程C"], ["课程A"], ["课程C"]]


def test_everything_earned_is_done() -> None:
    found = stands(rules(course("A"), course("B"), course("C", "选修")), took("A"), took("B"), took("C"))
    assert found.state == State.DONE and not found.lacks and not found.warnings


def test_nobody_is_warned_before_a_term_is_over() -> None:
    rule = rules(course("A", required=True, semester=1))
    assert stands(rule, today=date(2025, 1, 30)).state == State.ON_WAY
    late = stands(rule, today=date(2025, 1, 31))
    assert late.state == State.BEHIND and [each.why for each in late.warnings] == [Why.DUE, Why.PACE]


def test_a_slow_pace_is_told_with_what_comes_out() -> None:
    found = stands(rules(course("A"), course("B")), took("A"))
    # Four of six semesters are over: 4 credits become 6 of 10.
    assert [(each.why, each.have, each.need) for each in found.warnings] == [(Why.PACE, 6, 10)]


@pytest.mark.parametrize(
    ("day", "half"),
    [
        (date(2026, 8, 31), (2025, 2)),
        (date(2026, 9, 1), (2026, 1)),
        (date(2027, 1, 31), (2026, 1)),
        (date(2027, 2, 1), (2026, 2)),
    ],
)
def test_terms_follow_the_school_year(day: date, half: tuple[int, int]) -> None:
    assert half_year_of(day) == half
    assert half_year_of(last_day_of(*half)) == half
    assert semester_of(2025, day) == (half[0] - 2025) * 2 + half[1]


COURSES = st.lists(
    st.tuples(
        st.sampled_from("ABCD"), st.integers(0, 9), st.floats(0, 100), st.dates(date(2024, 1, 1), date(2027, 7, 1))
    ),
    max_size=12,
)
RULE = rules(
    course("A", required=True), course("B", adds_up=True, part=Decimal(1)), course("C", "选修"),
    course("D", "选修", 0, adds_up=True),
    replacements=(ReplacementRule("A", "C", Decimal(2)), ReplacementRule("C", "B", Decimal(1))),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(COURSES)
def test_every_credit_has_a_source_and_nothing_is_lost(taken: list[Any]) -> None:
    facts = [took(code, on=on, credits=Decimal(n), points=points) for code, n, points, on in taken]
    found = stands(RULE, *facts)
    traced = sum((each.credits for each in found.credits), Decimal(0))
    assert found.earned == sum(found.sums.values(), Decimal(0)) <= traced
    assert len(found.credits) + len(found.left) == len(facts)
    assert all(value >= 0 for value in found.sums.values()) and found.sums["选修"] <= 5
    assert (found.state == State.DONE) is not bool(found.lacks)


@settings(max_examples=40, deadline=None)
@given(COURSES, st.sampled_from("ABCD"))
def test_another_passed_course_never_takes_a_credit_away(taken: list[Any], more: str) -> None:
    facts = [took(code, on=on, credits=Decimal(n), points=points) for code, n, points, on in taken]
    plain = Rules(
        **{name: getattr(RULE, name) for name in ("total", "years", "hours_per_credit", "categories", "courses")}
    )
    before = stands(plain, *facts)
    after = stands(plain, *facts, took(more, credits=Decimal(2), on=date(2026, 3, 1)))
    assert after.earned >= before.earned


def test_rules_are_the_same_after_they_were_kept() -> None:
    assert Rules.from_json(RULE.as_json()).as_json() == RULE.as_json()
    assert stands(Rules.from_json(RULE.as_json()), took("A")).earned == 4
