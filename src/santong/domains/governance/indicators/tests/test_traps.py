"""What people get wrong about indicators, a row each: what goes in, and how it stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from santong.domains.governance.indicators.cases import outcome_of
from santong.domains.governance.indicators.evaluating import rounded
from santong.domains.governance.indicators.kinds import Level, Light, SchoolType, State
from santong.domains.governance.indicators.lights import judge, light_of, target_for
from santong.domains.governance.indicators.models import PlaceOfMonth, Plan, Result, Target
from santong.domains.governance.indicators.tests.making import definition, reading

TERMINALS = "学生数 / 学生终端数"
PERCENT: dict[str, Any] = {"unit": "percent", "direction": "more", "roll_up": "ratio", "when_zero": "na"}
TRUTH: dict[str, Any] = {"unit": "truth", "direction": "more", "roll_up": "meet"}
SUM: dict[str, Any] = {"unit": "count", "direction": "more", "roll_up": "sum"}


@pytest.mark.parametrize(
    ("formula", "given", "rows", "state", "value"),
    [
        # The ratio of the sums, which isn't the mean of the ratios: (2 + 50) / 2 = 26 against 102 / 3 = 34.
        (TERMINALS, {}, [{"学生数": 4, "学生终端数": 2}, {"学生数": 98, "学生终端数": 1}], "known", 34),
        # No computers: fails, and the pupils of the school still count in the county.
        (TERMINALS, {}, [{"学生数": 12, "学生终端数": 0}], "fails", None),
        (TERMINALS, {}, [{"学生数": 12, "学生终端数": 0}, {"学生数": 88, "学生终端数": 10}], "known", 10),
        # Neither pupils nor computers: nothing to be judged.
        (TERMINALS, {}, [{"学生数": 0, "学生终端数": 0}], "na", None),
        # Not counted isn't none.
        (TERMINALS, {}, [{"学生数": 85, "学生终端数": None}], "unknown", None),
        (TERMINALS, {}, [{"学生数": None, "学生终端数": 10}], "unknown", None),
        (TERMINALS, {"when_blank": "fails"}, [{"学生数": 85, "学生终端数": None}], "fails", None),
        (TERMINALS, {"when_blank": "na"}, [{"学生数": 85, "学生终端数": None}], "na", None),
        (TERMINALS, {"when_zero": "na"}, [{"学生数": 12, "学生终端数": 0}], "na", None),
        (TERMINALS, {"when_zero": "unknown"}, [{"学生数": 12, "学生终端数": 0}], "unknown", None),
        # A school of which one side is missing changes neither sum of the county.
        (TERMINALS, {}, [{"学生数": 500, "学生终端数": None}, {"学生数": 40, "学生终端数": 4}], "known", 10),
        # All are missing: the county is unknown, not 0.
        (TERMINALS, {}, [{"学生数": 5, "学生终端数": None}, {"学生数": 4, "学生终端数": None}], "unknown", None),
        # All fail for what they lack: so does the county.
        (TERMINALS, {}, [{"学生数": 5, "学生终端数": 0}], "fails", None),
        # Nobody is nobody: zero is a figure.
        ("录播教室数", SUM, [{"录播教室数": 0}], "known", 0),
        ("录播教室数", SUM, [{"录播教室数": None}], "unknown", None),
        ("录播教室数", SUM, [{"录播教室数": 1}, {"录播教室数": None}, {"录播教室数": 2}], "known", 3),
        # Percent: 1 of 2 and 1 of 98 are 2 of 100.
        ("已激活账号数 / 账号数 * 100", PERCENT, [{"已激活账号数": 1, "账号数": 2}, {"已激活账号数": 1,
         "账号数": 98}], "known", 2),
        # The factor may stand on the left, and rounding stays outside of the sums.
        ("100 * (已激活账号数 / 账号数)", PERCENT, [{"已激活账号数": 1, "账号数": 3}, {"已激活账号数": 1,
         "账号数": 3}], "known", 100 / 3),
        ("四舍五入(学生数 / 班级数, 0)", {"unit": "none"}, [{"学生数": 5, "班级数": 2}, {"学生数": 5,
         "班级数": 2}], "known", 2.5),
        # A weighted mean of the classes' size by pupils.
        ("学生数 / 班级数", {"unit": "none", "roll_up": "mean", "weight": "学生数"},
         [{"学生数": 100, "班级数": 10}, {"学生数": 300, "班级数": 10}], "known", (10 * 100 + 30 * 300) / 400),
        # The worst: of what should be little the highest, of what should be much the lowest.
        ("学生数 / 班级数", {"unit": "none", "roll_up": "worst"}, [{"学生数": 40, "班级数": 1}, {"学生数": 55,
         "班级数": 1}], "known", 55),
        ("接入带宽", {"unit": "mbps", "direction": "more", "roll_up": "worst"}, [{"接入带宽": 4},
         {"接入带宽": 1000}], "known", 4),
        # Met or not: in the county the share of schools that meet it; those unknown aren't counted against it.
        ("录播教室数 >= 1", TRUTH, [{"录播教室数": 0}], "known", 0),
        ("录播教室数 >= 1", TRUTH, [{"录播教室数": 1}, {"录播教室数": 0}, {"录播教室数": 2}, {"录播教室数": 3}],
         "known", 75),
        ("录播教室数 >= 1", TRUTH, [{"录播教室数": 1}, {"录播教室数": None}], "known", 100),
        # The floor of the bandwidth goes by the type of the school: 4M do for a teaching point, not for a school.
        ('接入带宽 >= 如果(学校类型 = "教学点", 4, 10)', TRUTH, [{"接入带宽": 4, "学校类型": "教学点"}], "known", 1),
        ('接入带宽 >= 如果(学校类型 = "教学点", 4, 10)', TRUTH, [{"接入带宽": 4, "学校类型": "小学"}], "known", 0),
        # A type that isn't known leaves it unknown.
        ('接入带宽 >= 如果(学校类型 = "教学点", 4, 10)', TRUTH, [{"接入带宽": 4, "学校类型": None}], "unknown", None),
        # A county of schools with the same figure has no variation; weights count.
        ("差异系数(学生数 / 班级数, 学生数)", {"unit": "none", "level": "county", "roll_up": "anew"},
         [{"学生数": 40, "班级数": 1}, {"学生数": 80, "班级数": 2}], "known", 0),
        # Value of equipment in units of 10,000 yuan.
        ("教学仪器设备值 * 10000 / 学生数", {"unit": "yuan_each", "direction": "more"}, [{"教学仪器设备值": 100,
         "学生数": 500}], "known", 2000),
    ],
)  # fmt: skip
def test_what_comes_out(
    formula: str, given: dict[str, Any], rows: list[dict[str, Any]], state: str, value: float
) -> None:
    found = outcome_of(reading(formula, **given), tuple(rows))
    assert found.state == state, found
    assert found.value == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-9))


def a_target(value: float, upper: float | None = None, **given: Any) -> Target:
    return Target(value=value, upper=upper, year=2026, **given)


@pytest.mark.parametrize(
    ("given", "value", "of", "light"),
    [
        # 12 : 1 fails a limit of 10 : 1, though 12 is more than 10.
        ({}, 12, a_target(10), Light.BEHIND),
        ({}, 10, a_target(10), Light.MET),
        ({}, 8, a_target(10), Light.MET),
        ({}, 10.4, a_target(10), Light.NEAR),
        # What is shown is what is judged.
        ({"digits": 1}, 10.04, a_target(10), Light.MET),
        ({"digits": 2}, 10.04, a_target(10), Light.NEAR),
        ({"direction": "more"}, 12, a_target(10), Light.MET),
        ({"direction": "more"}, 9.96, a_target(10), Light.MET),
        ({"direction": "more"}, 9.5, a_target(10), Light.NEAR),
        ({"direction": "more"}, 9.4, a_target(10), Light.BEHIND),
        ({"direction": "band"}, 10, a_target(8, 12), Light.MET),
        ({"direction": "band"}, 7.5, a_target(8, 12), Light.NEAR),
        ({"direction": "band"}, 13, a_target(8, 12), Light.BEHIND),
        # A teaching point with 4M against 4M, a school with 4M against 10M.
        ({"direction": "more", "unit": "mbps"}, 4, a_target(4), Light.MET),
        ({"direction": "more", "unit": "mbps"}, 4, a_target(10), Light.BEHIND),
        # Met or not has no nearly.
        ({"direction": "more", "unit": "truth"}, 0, a_target(1), Light.BEHIND),
        ({"direction": "more", "unit": "truth"}, 1, a_target(1), Light.MET),
        # A difference that may not be negative.
        ({"direction": "more"}, 0, a_target(0), Light.MET),
        ({"direction": "more"}, -0.2, a_target(0), Light.BEHIND),
    ],
)
def test_how_a_figure_stands(given: dict[str, Any], value: float, of: Target, light: Light) -> None:
    assert judge(definition(**given), of, value) == light


@pytest.mark.parametrize(
    ("state", "value", "of", "light"),
    [
        (State.KNOWN, 9.0, None, Light.NONE),
        (State.FAILS, None, a_target(10), Light.BEHIND),
        (State.UNKNOWN, None, a_target(10), Light.UNKNOWN),
        (State.NOT_APPLICABLE, None, a_target(10), Light.NONE),
    ],
)
def test_what_has_no_figure(state: State, value: float | None, of: Target | None, light: Light) -> None:
    assert light_of(definition(), of, Result(state=state, value=value)) == light
    assert light_of(definition(), of, None) == Light.NONE


TARGETS = [
    a_target(4, applies_to=SchoolType.TEACHING_POINT), a_target(10, applies_to=SchoolType.PRIMARY),
    a_target(30, applies_to=SchoolType.JUNIOR), a_target(50), a_target(95, applies_to=Target.REGION),
]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "school_type", "value"),
    [
        (Level.SCHOOL, SchoolType.TEACHING_POINT, 4),
        (Level.SCHOOL, SchoolType.PRIMARY, 10),
        # A nine-year school is a primary school, too; a senior one has the target of all.
        (Level.SCHOOL, SchoolType.NINE_YEAR, 10),
        (Level.SCHOOL, SchoolType.COMPLETE, 30),
        (Level.SCHOOL, SchoolType.SENIOR, 50),
        (Level.SCHOOL, "", 50),
        (Level.COUNTY, "", 95),
        (Level.CITY, "", 95),
    ],
)
def test_whose_target_counts(level: Level, school_type: str, value: float) -> None:
    place = PlaceOfMonth(level=level, school_type=school_type)
    found = target_for(TARGETS, 2026, place)
    assert found is not None and found.value == value
    assert target_for(TARGETS, 2026, None) is None


@pytest.mark.parametrize(("year", "value"), [(2017, 30), (2018, 30), (2019, 30), (2020, 80), (2024, 80)])
def test_which_year_counts(year: int, value: float) -> None:
    """30 % by 2018, 80 % by 2020: in 2019 the target of 2018 is the latest that has begun."""
    rows = [Target(value=30, year=2018, applies_to="region"), Target(value=80, year=2020, applies_to="region")]
    found = target_for(rows, year, PlaceOfMonth(level=Level.COUNTY))
    assert found is not None and found.value == value


@pytest.mark.parametrize(
    ("month", "today", "holds"),
    [
        (date(2026, 6, 1), date(2026, 11, 30), True),
        # It begins and ends within these months: what counts is the last day of the month.
        (date(2026, 3, 1), date(2026, 11, 30), True),
        (date(2026, 2, 1), date(2026, 11, 30), False),
        (date(2026, 9, 1), date(2026, 11, 30), False),
        (date(2026, 8, 1), date(2026, 11, 30), True),
        # Of a month that isn't over, today counts: the plan of the middle of September is over on the 20th only.
        (date(2026, 9, 1), date(2026, 9, 10), True),
        (date(2026, 9, 1), date(2026, 9, 20), False),
        (date(2027, 1, 1), date(2027, 1, 5), False),
    ],
)
def test_a_plan_that_is_over_lights_nothing(month: date, today: date, holds: bool) -> None:
    plan = Plan(path="0001", since=date(2026, 3, 15), until=date(2026, 9, 15))
    assert plan.holds_in(month, today) is holds
    assert not Plan(path="", since=plan.since, until=plan.until).holds_in(month, today)


@pytest.mark.parametrize(
    ("value", "digits", "found"),
    [
        (2.675, 2, 2.68),
        (2.5, 0, 3),
        (-2.5, 0, -3),
        (0.15, 1, 0.2),
        (10.04, 1, 10.0),
        (99.95, 1, 100.0),
        (1e9 + 0.05, 1, 1e9 + 0.1),
    ],
)
def test_halves_go_away_from_zero(value: float, digits: int, found: float) -> None:
    assert rounded(value, digits) == pytest.approx(found, abs=1e-6)
