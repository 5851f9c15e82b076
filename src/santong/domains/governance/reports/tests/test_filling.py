"""Filling: what each kind of field gives, what it waits for, and how it reads in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import TestCase
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.domains.governance.indicators.public import Unit
from santong.domains.governance.indicators.tests.making import indicator, put_figures
from santong.domains.governance.reports import words
from santong.domains.governance.reports.filling import (
    Bound,
    bind,
    compare,
    fault_of,
    fill,
    fill_now,
    sum_up,
    values_at,
)
from santong.domains.governance.reports.periods import Span, counted_in, counted_now
from santong.domains.governance.reports.tests import making
from santong.domains.governance.reports.variation import Unusual
from santong.domains.platform.access.testing import make_region
from santong.kit.measures.public import Counted, Grain, Period

PLAIN: Mapping[str, Any] = {"section": "规模", "digits": 0, "says": "", "mark": "", "source": "", "reason": ""}
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)


def row(code: str, **given: Any) -> dict[str, Any]:
    """A field as versions keep it."""
    return {**PLAIN, "code": code, "label": code, "kind": "fact", "binding": "学生数", "unit": "people",
            "roll_up": "sum", **given}  # fmt: skip


def bound(*rows: Mapping[str, Any]) -> list[Bound]:
    """Fields bound for last month."""
    return bind(rows, making.span(making.last_month()))


FACTS = {"学生数": 120.0, "专任教师数": 10.0, "学校类型": "小学"}


@pytest.mark.parametrize(
    ("given", "facts", "found"),
    [
        ({}, FACTS, ("known", 120)),
        ({}, {}, ("unknown", None)),
        ({"binding": "学生数 * 2 + 1"}, FACTS, ("known", 241)),
        ({"binding": "学生数 / 专任教师数", "unit": "to_one", "roll_up": "ratio"}, FACTS, ("known", 12)),
        ({"binding": "学生数 / 专任教师数", "roll_up": "ratio"}, {**FACTS, "专任教师数": 0.0}, ("unknown", None)),
        ({"binding": "学生数 / 专任教师数", "roll_up": "ratio"}, {"学生数": 0.0, "专任教师数": 0.0}, ("na", None)),
        ({"binding": "学生数 > 100", "unit": "truth", "roll_up": "meet"}, FACTS, ("known", 1)),
        ({"binding": "专线骨干带宽"}, FACTS, ("waits", None)),
        ({"binding": "学生数 / 设备使用时长", "roll_up": "ratio"}, FACTS, ("waits", None)),
        ({"kind": "words", "binding": ""}, FACTS, ("words", None)),
        ({"kind": "indicator", "binding": "没有"}, FACTS, ("waits", None)),
        ({"kind": "formula", "binding": "B1 +"}, FACTS, ("waits", None)),
    ],
)
def test_what_a_field_gives(db: None, given: dict[str, Any], facts: dict[str, Any], found: tuple[str, Any]) -> None:
    value = values_at(bound(row("A1", **given)), facts)["A1"]
    assert (value["s"], value.get("v")) == found


@pytest.mark.parametrize(
    ("formula", "found"),
    [("A1 + A2", 130), ("A1 / A2", 12), ("A1 / (A2 - 10)", None), ("A1 / A3", "waits"), ("A1 * 100", 12000)],
)
def test_a_formula_over_fields(formula: str, found: Any) -> None:
    fields = bound(
        row("A1"),
        row("A2", binding="专任教师数"),
        row("A3", binding="专线骨干带宽"),
        row("A4", kind="formula", binding=formula),
    )
    value = values_at(fields, FACTS)["A4"]
    assert (value["s"] if value["s"] == "waits" else value["v"]) == found


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"binding": "学生数 +"}, "binding"),
        ({"binding": "学校类型"}, "binding"),
        ({"binding": "求和(学生数)"}, "binding"),
        ({"binding": "学生数 > 1"}, "unit"),
        ({"binding": "未取得监护人同意人数"}, "binding"),
        ({"binding": "学生数 / 专任教师数 * 10", "unit": "percent", "roll_up": "ratio"}, "binding"),
        ({"kind": "formula", "binding": "A2 > 1"}, "binding"),
        ({"kind": "formula", "binding": "A3 + 1"}, "binding"),
        ({"kind": "words", "binding": "", "label": "学生终端数"}, "kind"),
    ],
)
def test_what_cannot_be_a_field(given: dict[str, Any], field: str) -> None:
    others = [row("A2"), row("A3", kind="formula", binding="A2 + 1")]
    found = fault_of(row("A1", **given), others)
    assert found is not None
    assert found[0] == field
    assert found[1]


@UNHURRIED
@given(st.lists(st.floats(0, 1e6) | st.none(), min_size=1, max_size=6))
def test_the_worst_of_places_is_one_of_them(figures: list[float | None]) -> None:
    fields = bound(row("A1", roll_up="worst"))
    found = sum_up(fields, [values_at(fields, {"学生数": each}) for each in figures])["A1"]
    known = [each for each in figures if each is not None]
    assert found.get("v") == (float(f"{min(known):.0f}") if known else None) or abs(found["v"] - min(known)) <= 0.5


@UNHURRIED
@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_what_is_met_or_not_becomes_a_share_of_places(met: list[bool]) -> None:
    fields = bound(row("A1", binding="学生数 > 100", unit="truth", roll_up="meet", digits=1))
    found = sum_up(fields, [values_at(fields, {"学生数": 101.0 if each else 99.0}) for each in met])["A1"]
    assert abs(found["v"] - 100 * sum(met) / len(met)) <= 0.05


def test_comparing_marks_what_is_unusual_and_leaves_the_rest() -> None:
    fields = bound(row("A1"), row("A2", binding="专任教师数"), row("B1", binding="专线骨干带宽"))
    values = values_at(fields, {"学生数": 50.0, "专任教师数": 10.0})
    assert compare(fields, values, [{"A1": {"v": 100.0}, "A2": {"v": 10.0}}]) == 1
    assert (values["A1"]["u"], values["A2"]["u"]) == (Unusual.STEP, Unusual.NO)
    assert (values["A1"]["b"], "u" in values["B1"]) == (100.0, False)
    assert compare(fields, values, []) == 0


@pytest.mark.parametrize(
    ("given", "value", "shown"),
    [
        ({}, {"s": "known", "v": 1234.0, "k": 1}, "1,234 people"),
        ({"unit": "percent", "digits": 1}, {"s": "known", "v": 37.5, "k": 1}, "37.5 %"),
        ({"unit": "truth"}, {"s": "known", "v": 1.0, "k": 1}, "Yes"),
        ({"unit": "truth"}, {"s": "known", "v": 0.0, "k": 1}, "No"),
        ({}, {"s": "unknown", "v": None}, "Unknown"),
        ({}, {"s": "na", "v": None}, "Not applicable"),
        ({"binding": "专线骨干带宽"}, {"s": "waits"}, "Waits for Network"),
        ({"kind": "words", "binding": ""}, {"s": "words"}, "—"),
        ({}, None, "—"),
    ],
)
def test_figures_in_words(given: dict[str, Any], value: Any, shown: str) -> None:
    [each] = bound(row("A1", **given))
    with translation.override("en"):
        assert words.with_unit(each, value) == shown


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [(5.0, 5.0, "As before"), (7.0, 5.0, "2 more than before"), (3.0, 5.0, "2 fewer than before"), (None, 5.0, "")],
)
def test_changes_in_words(now: float | None, then: float, said: str) -> None:
    [each] = bound(row("A1"))
    with translation.override("en"):
        assert words.change(each, {"s": "known", "v": now, "b": then}) == said


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", [each for each in Unusual if each])
def test_what_is_unusual_is_said_with_a_sentence_to_use(language: str, kind: Unusual) -> None:
    [each] = bound(row("A1"))
    value = {"s": "known", "v": None if kind is Unusual.BLANK else 4.0, "b": 8.0, "u": str(kind)}
    with translation.override(language):
        assert words.why(value)
        assert "%(" not in words.proposal(each, value)


@UNHURRIED
@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_sealed_figure_is_read_as_it_was(value: float, digits: int) -> None:
    [each] = bound(row("A1", digits=digits, unit="none"))
    text = words.sealed(each, {"s": "known", "v": value})
    assert abs(float(text) - value) <= 0.5 * 10**-digits + 1e-6
    assert words.shown_sealed(each, text).replace(",", "") == text


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_has_its_sign(unit: Unit) -> None:
    [each] = bound(row("A1", unit=unit))
    assert isinstance(words.unit(each), str)


@pytest.mark.django_db
class TestCounted(TestCase):
    """What was counted for months and days."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = make_region()
        cls.month = making.counted(cls.region)
        cls.span = making.span(cls.month)
        cls.schools = [cls.region.lake, cls.region.hill, cls.region.far]

    def filled(self, *rows: Mapping[str, Any], span: Span | None = None) -> dict[int, Any]:
        at = span or self.span
        fields = bind(rows, at)
        found = fill(fields, self.schools, counted_in(at), self.region.city.path)
        return {key: values["A1"].get("v") for key, values in found.items()}

    def test_each_school_has_its_own_figure(self) -> None:
        assert list(self.filled(row("A1")).values()) == [100, 200, 300]

    def test_what_was_not_counted_is_unknown_and_not_zero(self) -> None:
        assert set(self.filled(row("A1", binding="班级数")).values()) == {None}

    def test_a_school_without_figures_has_none_of_it(self) -> None:
        put_figures(making.PUPILS, self.month, {self.region.lake: 100})
        assert self.filled(row("A1"))[self.region.far.pk] == 0

    def test_a_state_of_several_months_is_that_of_the_last(self) -> None:
        before = making.month_before(self.month)
        making.counted(self.region, before, lake=1)
        assert self.filled(row("A1"), span=Span(before, self.span.last))[self.region.lake.pk] == 100

    def test_what_happened_in_several_months_is_added_up(self) -> None:
        before = making.month_before(self.month)
        for month, number in ((before, 3), (self.month, 4)):
            put_figures("person_days", month, {self.region.lake: number})
        field = row("A1", binding="活动人日", unit="count")
        assert self.filled(field, span=Span(before, self.span.last))[self.region.lake.pk] == 7
        Counted.objects.filter(measure="person_days", grain=Grain.MONTH, day=before).delete()
        assert self.filled(field, span=Span(before, self.span.last))[self.region.lake.pk] is None

    def test_facts_of_the_directory_need_no_counting(self) -> None:
        field = row("A1", binding='如果(学校类型 = "小学", 1, 0)', unit="none")
        assert self.filled(field)[self.region.lake.pk] == 1

    def test_now_is_the_newest_day(self) -> None:
        measure = next(each for each in making.registry_measures() if each.name == making.PUPILS)
        assert list(counted_now(self.span)(measure)) == [Period(Grain.MONTH, self.month)]
        today = making.timezone.localdate()
        Counted.objects.create(measure=making.PUPILS, grain=Grain.DAY, day=today, as_of=making.timezone.now())
        assert list(counted_now(self.span)(measure)) == [Period(Grain.DAY, today)]

    def test_counted_at_once_a_school_has_what_its_registers_hold(self) -> None:
        fields = bind([row("A1", binding="班级数"), row("A2", binding="学校数")], self.span)
        values = fill_now(fields, self.region.lake, self.span)
        assert (values["A1"]["v"], values["A2"]["v"]) == (2, 1)

    def test_an_indicator_is_taken_as_it_was_defined_in_that_month(self) -> None:
        indicator(self.region.city, "T-9", since=self.month)
        found = self.filled(row("A1", kind="indicator", binding="T-9"))
        assert found[self.region.lake.pk] == 10
        span = making.span(making.month_before(self.month))
        [each] = bind([row("A1", kind="indicator", binding="T-9")], span)
        assert each.waits
