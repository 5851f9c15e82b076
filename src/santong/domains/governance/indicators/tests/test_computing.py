"""Computing: the database gives what Python gives, up the tree from parts, as places stood and were in each month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.governance.indicators.actions import publish, put_indicator, retire
from santong.domains.governance.indicators.computing import compute, facts_of
from santong.domains.governance.indicators.evaluating import NOT_APPLICABLE, Outcome, evaluate, gather, roll_up
from santong.domains.governance.indicators.jobs import compute_indicator, compute_open_months
from santong.domains.governance.indicators.kinds import Level, State
from santong.domains.governance.indicators.models import Computed, Indicator, IndicatorVersion, PlaceOfMonth, Result
from santong.domains.governance.indicators.reading import read_definition
from santong.domains.governance.indicators.tests.making import (
    CASE,
    count_everything,
    indicator,
    month_before,
    put_figures,
    put_schools,
    result,
    this_month,
)
from santong.domains.platform.access.testing import Region
from santong.domains.platform.organisations.public import Organisation, SchoolProfile, merge_school, move_organisation
from santong.kit.access import SYSTEM
from santong.kit.measures.public import Figure
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
WAYS: list[dict[str, Any]] = [
    {"formula": "学生数 / 班级数", "unit": "none", "roll_up": way, "weight": "教职工数" if way == "mean" else ""}
    for way in ("ratio", "mean", "worst", "anew")
] + [
    {"formula": "学生数 + 班级数 * 2", "unit": "count", "roll_up": "sum"},
    {"formula": "学生数 >= 班级数 * 20", "unit": "truth", "roll_up": "meet"},
    {"formula": '学生数 >= 如果(学校类型 = "小学", 20, 60)', "unit": "truth", "roll_up": "meet"},
    {"formula": "差异系数(学生数 / 班级数, 学生数)", "unit": "none", "roll_up": "anew", "level": "county"},
    {"formula": "计数(学生数 > 30)", "unit": "count", "roll_up": "anew", "level": "county"},
    {"formula": "最大(学生数)", "unit": "count", "roll_up": "anew", "level": "city"},
    {"formula": "教职工数 / 班级数 * 100", "unit": "percent", "roll_up": "ratio", "when_zero": "na"},
    {"formula": "四舍五入(学生数 / 班级数, 2)", "unit": "none", "roll_up": "ratio", "when_zero": "unknown"},
    {"formula": "学生数 / 班级数", "unit": "none", "roll_up": "ratio", "applies_to": ",primary,"},
]
LEVELS = (Level.SCHOOL, Level.COUNTY, Level.CITY)
MEASURES = {"学生数": "pupils", "班级数": "classes", "教职工数": "staff"}


@pytest.mark.parametrize("seed", range(6))
def test_the_database_computes_as_python_does(region: Region, seed: int) -> None:
    """Random figures, some measures not counted at all: every result at every place, to 1e-9."""
    random, month = Random(seed), this_month()
    put_schools(month, region)
    schools = (region.lake, region.hill, region.far)
    numbers = {name: {place: random.choice((0, 0, 1, 7, 33, 250)) for place in schools} for name in MEASURES}
    left_out = random.choice([*MEASURES, "", ""])
    for name, measure in MEASURES.items():
        if name != left_out:
            put_figures(measure, month, numbers[name])
    rows = _stored(region)
    compute(month)
    for row in rows:
        _compare(region, row, month)


def _stored(region: Region) -> list[Indicator]:
    """Every way up the tree, published without its examples."""
    rows = []
    for at, way in enumerate(WAYS):
        values = {"direction": "less", "when_zero": "fails", "name": f"W{at}", **way}
        row = Indicator(place=region.city, path=region.city.path, code=f"W-{at}", **values)
        put_indicator(acting=SYSTEM, indicator=row)
        Indicator.objects.filter(pk=row.pk).update(is_published=True, number=1)
        IndicatorVersion.objects.create(indicator=row, number=1, from_month=date(2020, 1, 1), **values)
        rows.append(row)
    return rows


def _compare(region: Region, row: Indicator, month: date) -> None:
    """Each place's result against what Python makes of the facts of its schools."""
    stood = {each.place: each for each in PlaceOfMonth.objects.filter(month=month)}
    for place in (region.city, region.east, region.west, region.lake, region.hill, region.far):
        expected, found = _expected(row, stood[place.pk], stood.values()), result(row, place, month)
        assert (found is None) is (expected.state == State.NOT_APPLICABLE), (row.formula, place.name, expected)
        if found is not None:
            value = None if expected.value is None else pytest.approx(expected.value, rel=1e-9, abs=1e-9)
            assert (found.state, found.value) == (expected.state, value), (row.formula, row.roll_up, place.name)


def _expected(row: Indicator, at: PlaceOfMonth, places: Iterable[PlaceOfMonth]) -> Outcome:
    reading = read_definition(row)
    schools = [
        each for each in places
        if each.level == Level.SCHOOL
        and each.path.startswith(at.path)
        and (not row.types or each.school_type in row.types)
    ]  # fmt: skip
    levels = {Level.SCHOOL: LEVELS, Level.COUNTY: LEVELS[1:], Level.CITY: LEVELS[2:]}[Level(row.level)]
    facts = [facts_of(each, reading.words) for each in sorted(schools, key=lambda each: each.path)]
    if at.level not in levels or not facts:
        return NOT_APPLICABLE
    if row.level != Level.SCHOOL:
        return gather(reading, facts)
    outcomes = [evaluate(reading, each) for each in facts]
    return outcomes[0] if at.level == Level.SCHOOL else roll_up(reading, outcomes, facts)


def test_a_county_has_the_ratio_of_the_sums(region: Region) -> None:
    month = this_month()
    put_schools(month, region)
    put_figures("pupils", month, {region.lake: 98, region.hill: 4, region.far: 30})
    put_figures("teachers", month, {region.lake: 1, region.hill: 2, region.far: 3})
    row = indicator(region.city)
    compute(month)
    shown = {place.name: result(row, place, month) for place in (region.lake, region.east, region.city)}
    assert {name: each and each.value for name, each in shown.items()} == {
        "Lake": 98, "East": 34, "City": pytest.approx(132 / 6),
    }  # fmt: skip
    east = shown["East"]
    assert east is not None and (east.numerator, east.denominator, east.known) == (102, 3, 2)


def test_what_wasnt_counted_is_unknown_and_what_is_none_is_zero(region: Region) -> None:
    month = this_month()
    put_schools(month, region)
    put_figures("teachers", month, {region.lake: 5})
    row = indicator(region.city)
    compute(month)
    assert [result(row, place, month).state for place in (region.lake, region.east)] == ["unknown", "unknown"]  # type: ignore[union-attr]
    put_figures("pupils", month, {region.lake: 50, region.hill: 9})
    compute(month)
    lake, hill, far = (result(row, place, month) for place in (region.lake, region.hill, region.far))
    assert lake is not None and lake.value == 10
    assert hill is not None and (hill.state, hill.value, hill.numerator, hill.denominator) == ("fails", None, 9, 0)
    assert far is None, "neither pupils nor teachers: not applicable"
    east = result(row, region.east, month)
    assert east is not None and (east.value, east.known, east.failing) == (pytest.approx(59 / 5), 1, 1)


def test_a_merged_school_stays_where_it_was(region: Region) -> None:
    before, now = month_before(), this_month()
    row = indicator(region.city, since=month_before(6))
    for month in (before, now):
        put_schools(month, region)
        put_figures("pupils", month, {region.lake: 10, region.hill: 20, region.far: 30})
        put_figures("teachers", month, {region.lake: 1, region.hill: 1, region.far: 1})
    compute(before)
    SchoolProfile.objects.filter(pk=region.hill.pk).update(education_type="211", stages=",primary,")
    hill = Organisation.objects.get(pk=region.hill.pk)
    merge_school(acting=SYSTEM, school=hill, successor=region.lake, on=timezone.localdate())
    put_schools(now, region, region.lake, region.far)
    put_figures("pupils", now, {region.lake: 30, region.far: 30})
    put_figures("teachers", now, {region.lake: 2, region.far: 1})
    compute(now)
    assert [result(row, region.hill, month) is not None for month in (before, now)] == [True, False]
    compute(before)
    hill = result(row, region.hill, before)
    assert hill is not None and hill.value == 20, "computed again, the month before has it still"
    assert [result(row, region.east, month).value for month in (before, now)] == [15, 15]  # type: ignore[union-attr]


def test_a_school_that_moved_counts_where_it_stood(region: Region) -> None:
    before, now = month_before(), this_month()
    row = indicator(region.city, since=month_before(6))
    put_schools(before, region)
    put_figures("pupils", before, {region.lake: 10, region.hill: 20, region.far: 30})
    put_figures("teachers", before, {region.lake: 1, region.hill: 1, region.far: 1})
    compute(before)
    move_organisation(acting=SYSTEM, organisation=region.hill, parent=region.west)
    region.hill.refresh_from_db()
    put_schools(now, region)
    put_figures("pupils", now, {region.lake: 10, region.hill: 20, region.far: 30})
    put_figures("teachers", now, {region.lake: 1, region.hill: 1, region.far: 1})
    compute(now)
    compute(before)
    east, west = (
        [result(row, place, month).numerator for month in (before, now)] for place in (region.east, region.west)
    )  # type: ignore[union-attr]
    assert (east, west) == ([30, 10], [30, 50])


def test_a_school_is_of_the_type_that_it_was(region: Region) -> None:
    """What changes its type in the midst of the year is judged by the old one until then."""
    before, now = month_before(), this_month()
    row = indicator(region.city, since=month_before(6), applies_to=",primary,")
    for month in (before, now):
        put_schools(month, region)
        put_figures("pupils", month, {region.lake: 10})
        put_figures("teachers", month, {region.lake: 1})
    compute(before)
    SchoolProfile.objects.filter(pk=region.lake.pk).update(education_type="312")
    compute(now)
    compute(before)
    assert [result(row, region.lake, month) is not None for month in (before, now)] == [True, False]
    types = PlaceOfMonth.objects.filter(place=region.lake.pk).order_by("month")
    assert list(types.values_list("school_type", flat=True)) == ["primary", "nine_year"]


def test_a_new_version_holds_from_its_month(region: Region) -> None:
    before, now = month_before(), this_month()
    for month in (before, now):
        put_schools(month, region)
        put_figures("pupils", month, {region.lake: 100})
        put_figures("teachers", month, {region.lake: 10})
        put_figures("staff", month, {region.lake: 20})
    row = indicator(region.city, since=before)
    row.formula, row.cases = "学生数 / 教职工数", "刚好: 学生数=400, 教职工数=40 => 10"
    put_indicator(acting=SYSTEM, indicator=row)
    publish(acting=SYSTEM, indicator=row, from_month=now)
    for month in (before, now):
        compute(month)
    assert [result(row, region.lake, month).value for month in (before, now)] == [10, 5]  # type: ignore[union-attr]
    with pytest.raises(TypeError):
        IndicatorVersion.objects.filter(indicator=row)[0].save()
    with pytest.raises(NotPossible):
        publish(acting=SYSTEM, indicator=row, from_month=now)
    row.formula = "学生数 / 班级数"
    with pytest.raises(NotPossible):
        publish(acting=SYSTEM, indicator=row, from_month=now)


def test_a_retired_one_is_computed_no_longer(region: Region) -> None:
    month = this_month()
    put_schools(month, region)
    put_figures("pupils", month, {region.lake: 100})
    put_figures("teachers", month, {region.lake: 10})
    row = indicator(region.city)
    assert compute(month, [row.pk]) > 0
    retire(acting=SYSTEM, indicator=row, from_month=month)
    assert compute(month, [row.pk]) == 0


def test_one_of_a_county_is_computed_there_alone(region: Region) -> None:
    month = this_month()
    put_schools(month, region)
    put_figures("pupils", month, {region.lake: 100, region.far: 90})
    put_figures("teachers", month, {region.lake: 10, region.far: 9})
    row = indicator(region.east)
    compute(month, [row.pk])
    found = Result.objects.filter(indicator=row).values_list("place", flat=True)
    assert set(found) == {region.east.pk, region.lake.pk}


def test_twice_gives_the_same_and_a_month_without_schools_nothing(region: Region) -> None:
    count_everything()
    first = compute(this_month())
    rows = list(Result.objects.order_by("indicator", "place").values_list("indicator", "place", "value"))
    assert first == compute(this_month()) == len(rows)
    assert rows == list(Result.objects.order_by("indicator", "place").values_list("indicator", "place", "value"))
    assert compute(date(1999, 1, 1)) == 0 and not Computed.objects.filter(month=date(1999, 1, 1)).exists()


def test_jobs_compute_open_months_and_new_versions(region: Region) -> None:
    count_everything()
    assert compute_open_months.call() > 0
    row = indicator(region.city)
    assert compute_indicator.call(indicator=row.pk, since=str(this_month())) == 0, "no pupils, no teachers"
    Figure.objects.filter(measure="pupils", place=region.lake.pk).delete()
    put_figures("pupils", this_month(), {region.lake: 40})
    assert CASE and compute_indicator.call(indicator=row.pk, since=str(this_month())) >= 0


def test_what_rests_on_an_empty_register_is_unknown_and_not_nothing(region: Region) -> None:
    """A school that registered nothing has no figure; one that registered other things has none of these."""
    month = this_month()
    put_schools(month, region)
    put_figures("pupils", month, dict.fromkeys((region.lake, region.hill, region.far), 480))
    put_figures("assets", month, {region.lake: 100, region.hill: 5})
    put_figures("multimedia_rooms", month, {region.lake: 12})
    row = indicator(
        region.city,
        formula="网络多媒体教室数 / 学生数 * 100",
        unit="per_hundred",
        direction="more",
        when_zero="unknown",
        cases="刚好: 网络多媒体教室数=12, 学生数=480 => 2.5",
    )
    compute(month)
    found = {place.name: result(row, place, month) for place in (region.lake, region.hill, region.far)}
    assert found["Lake"] is not None and found["Lake"].value == pytest.approx(2.5)
    assert found["Hill"] is not None and found["Hill"].value == 0
    assert found["Far"] is None or found["Far"].state != State.KNOWN
    place = PlaceOfMonth.objects.get(place=region.far.pk, month=month)
    assert facts_of(place, read_definition(row).words)["网络多媒体教室数"] is None
