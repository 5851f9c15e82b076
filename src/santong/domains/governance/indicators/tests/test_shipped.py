"""What comes with the product: every row of the sources is an indicator that can be read, tried and traced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import translation

from santong.domains.governance.indicators import words
from santong.domains.governance.indicators.cases import objection, try_cases
from santong.domains.governance.indicators.computing import compute
from santong.domains.governance.indicators.models import (
    Indicator,
    IndicatorVersion,
    Plan,
    PlanMilestone,
    Result,
    Target,
)
from santong.domains.governance.indicators.reading import faults, read_definition
from santong.domains.governance.indicators.shipped import load_after_migration, shipped_indicators, shipped_plans
from santong.domains.governance.indicators.tests.making import count_everything, this_month
from santong.domains.governance.indicators.vocabulary import GIVEN, MODULES
from santong.domains.governance.indicators.vocabulary import words as vocabulary
from santong.domains.platform.access.testing import Region
from santong.kit.measures.public import Measure, Tally
from santong.kit.registry import registry

ROWS = pytest.mark.parametrize("row", shipped_indicators(), ids=lambda row: row["code"])


@ROWS
def test_it_reads_and_its_examples_hold(row: Mapping[str, Any]) -> None:
    found = Indicator(**row)
    assert faults(found) == {}
    reading = read_definition(found)
    assert objection(reading) == ""
    assert len(list(try_cases(reading))) >= 1


@ROWS
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_is_read_back_in_words(row: Mapping[str, Any], language: str) -> None:
    reading = read_definition(Indicator(**row))
    with translation.override(language):
        said = words.in_words(reading)
    assert all(name in said for name in reading.formula.names), said
    assert "%(" not in said


@ROWS
def test_it_says_where_it_comes_from(row: Mapping[str, Any]) -> None:
    assert row["authority"] and row["source"]
    if row["code"].startswith(("B17", "JS")):
        assert any(mark in row["source"] for mark in ("待核", "待与原文核对", "核对原文", "存疑")), row["source"]
        number = row["source"].split("：")[1].split("。")[0]
        assert number


def test_every_row_of_the_sources_is_there() -> None:
    sets = Counter(row["code"].split("-")[0] for row in shipped_indicators())
    assert (sets["B17"], sets["JS"]) == (42, 18) and sets["H"] >= 20
    assert len({row["code"] for row in shipped_indicators()}) == len(shipped_indicators())
    assert {plan["code"] for plan in shipped_plans()} >= {
        "LIB-0",
        "LIB-1",
        "LIB-2",
        "LIB-3a",
        "LIB-3b",
        "LIB-3c",
        "LIB-3d",
        "LIB-4",
    }


@pytest.mark.parametrize("plan", shipped_plans(), ids=lambda plan: plan["code"])
def test_a_plan_of_the_library_names_indicators_that_there_are(plan: Mapping[str, Any]) -> None:
    known = {row["code"] for row in shipped_indicators()}
    kinds = {value for value, _label in Target.WHOM} | {""}
    assert plan["targets"] and plan["since"] < plan["until"] and plan["mark"]
    for code, year, whom, value, _mark in plan["targets"]:
        assert code in known and whom in kinds and 2000 <= year <= 2100 and isinstance(value, float)
    keys = [tuple(target[:3]) for target in plan["targets"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    models = (Indicator, IndicatorVersion, Plan, Target, PlanMilestone)
    before = [model._base_manager.count() for model in models]
    load_after_migration()
    assert before == [model._base_manager.count() for model in models]
    assert before[0] == before[1] == len(shipped_indicators())


@pytest.mark.django_db
def test_another_wording_becomes_a_new_version_from_this_month_on() -> None:
    row = Indicator._base_manager.get(path="", code="JS-03")
    Indicator._base_manager.filter(pk=row.pk).update(formula="学生数 / 专任教师数")
    load_after_migration()
    versions = list(IndicatorVersion._base_manager.filter(indicator=row).order_by("number"))
    assert [(each.number, each.from_month) for each in versions][1:] == [(2, this_month())]
    row.refresh_from_db()
    assert row.number == 2 and row.formula == versions[1].formula
    Indicator._base_manager.filter(pk=row.pk).update(topic="elsewhere")
    load_after_migration()
    assert IndicatorVersion._base_manager.filter(indicator=row).count() == 2, "no other definition, no other version"


@pytest.mark.django_db
def test_what_can_be_computed_is_and_the_rest_waits(region: Region) -> None:
    count_everything()
    compute(this_month())
    computed = set(Result.objects.filter(place=region.city.pk).values_list("indicator__code", flat=True))
    for row in shipped_indicators():
        reading = read_definition(Indicator(**row))
        assert not (reading.is_waiting and row["code"] in computed), row["code"]
        assert not reading.is_waiting or all(str(label) for label in reading.awaits)
    assert {"B17-2.3", "B17-2.4", "B17-2.5", "H-19", "P-08"} <= computed


@pytest.mark.parametrize("word", GIVEN, ids=lambda word: word.name)
def test_every_name_is_counted_or_says_what_it_waits_for(word: Any) -> None:
    assert word.column or word.awaits in MODULES or word.source is not None
    source = word.source
    if source is not None and word.by:
        aspect = source.aspect(word.by)
        assert aspect is not None and word.value in aspect.values
    if source is not None:
        assert getattr(source, word.part) is not None
    assert str(word.comes_from)


def test_every_measure_has_names() -> None:
    named = {word.measure for word in vocabulary().values()}
    assert named >= {measure.name for measure in registry.of(Measure)}


def test_a_name_that_waits_is_counted_as_soon_as_its_measure_is_declared() -> None:
    more = Measure(
        "screens", "屏幕", permission="indicators.view", numerator=Tally(lambda: Indicator.objects.none()), unit="块"
    )
    assert "屏幕" not in vocabulary()
    with registry.declaring(more):
        assert vocabulary()["屏幕"].source is more
    assert "屏幕" not in vocabulary()
