"""Sealed figures against today's facts: every change shows, none changes what was sealed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.domains.governance.indicators.tests.making import put_figures
from santong.domains.governance.reports import words
from santong.domains.governance.reports.actions import correct, send_back
from santong.domains.governance.reports.comparing import COVERS, changes_now, differences, history_of, look_again
from santong.domains.governance.reports.filling import bind, sum_up, values_at
from santong.domains.governance.reports.models import Edition, LaterChange
from santong.domains.governance.reports.sealing import seal_of
from santong.domains.governance.reports.tests import making
from santong.domains.platform.access.testing import make_region
from santong.kit.access import SYSTEM

ROWS = [{"code": code, "digits": 0, "says": "", "mark": "", "source": "", **row} for code, row in making.FIELDS.items()]
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
"""The first example reads the words of all measures."""
COUNTS = st.none() | st.integers(0, 5000)
FACTS = st.fixed_dictionaries({"学生数": COUNTS.map(lambda n: None if n is None else float(n)),
                               "专任教师数": COUNTS.map(lambda n: None if n is None else float(n))})  # fmt: skip


def _bound() -> Any:
    return bind(ROWS, making.span(making.last_month()))


def _content(bound: Any, values: Any) -> dict[str, Any]:
    return {"values": [{"code": each.code, "value": words.sealed(each, values[each.code])} for each in bound],
            "covers": []}  # fmt: skip


@UNHURRIED
@given(FACTS, FACTS)
def test_exactly_the_fields_that_differ_are_named(then: Any, now: Any) -> None:
    bound = _bound()
    sealed, present = values_at(bound, then), values_at(bound, now)
    found = {each.code for each in differences(_content(bound, sealed), present, bound)}
    shown = {
        each.code: (words.sealed(each, sealed[each.code]), words.sealed(each, present[each.code])) for each in bound
    }
    assert found == {code for code, (was, is_now) in shown.items() if was != is_now}


@UNHURRIED
@given(st.lists(FACTS, min_size=1, max_size=6))
def test_a_sum_adds_numbers_and_divides_sums(facts: list[Any]) -> None:
    bound = _bound()
    of = [values_at(bound, each) for each in facts]
    found = sum_up(bound, of)
    known = [each["学生数"] for each in facts if each["学生数"] is not None]
    assert found["A1"].get("v") == (sum(known) if known else None)
    assert found["A1"]["k"] + found["A1"]["x"] == len(facts)
    both = [each for each in facts if None not in each.values()]
    pupils, teachers = (sum(each[name] for each in both) for name in ("学生数", "专任教师数"))
    if pupils and teachers:
        assert abs(found["A3"]["v"] - pupils / teachers) <= 0.05 + 1e-6


@UNHURRIED
@given(st.lists(FACTS, min_size=1, max_size=6))
def test_a_sum_does_not_depend_on_the_order(facts: list[Any]) -> None:
    bound = _bound()
    of = [values_at(bound, each) for each in facts]
    assert sum_up(bound, of) == sum_up(bound, of[::-1])


@pytest.mark.django_db
class TestLater(TestCase):
    """A frozen round of last month; a later round is open, so that figures are those of the month itself."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = region = make_region()
        month = making.month_before(making.last_month())
        making.counted(region, month)
        making.counted(region)
        template = making.published(region.city)
        cls.row = making.opened(template, month)
        making.confirmed(cls.row, region.lake, region.hill, region.east, region.far, region.west, region.city)
        cls.later = making.opened(template)
        cls.month = month

    def change(self, lake: int) -> None:
        region = self.region
        put_figures(making.PUPILS, self.month, {region.lake: lake, region.hill: 200, region.far: 300})

    def changes(self) -> list[tuple[str, str, str]]:
        report = making.report(self.row, self.region.lake)
        return [(each.code, each.was, each.now) for each in changes_now(report)]

    def test_nothing_is_said_as_long_as_nothing_changes(self) -> None:
        assert look_again.func() == 0
        assert self.changes() == []

    def test_a_change_shows_at_once_and_is_noted_once(self) -> None:
        self.change(98)
        wanted = [("A1", "100", "98"), ("A3", "10.0", "9.8"), ("A4", "110", "108")]
        assert self.changes() == wanted
        assert [each.seen_at for each in changes_now(making.report(self.row, self.region.lake))] == [None] * 3
        assert look_again.func() == 3
        assert look_again.func() == 0
        assert self.changes() == wanted
        assert all(each.seen_at for each in changes_now(making.report(self.row, self.region.lake)))

    def test_what_was_sealed_stays(self) -> None:
        before = {row.pk: row.seal for row in Edition.objects.by_installation()}
        self.change(98)
        look_again.func()
        for row in Edition.objects.by_installation():
            assert row.seal == before[row.pk] == seal_of(row.content)

    def test_that_a_figure_is_as_it_was_again_is_noted_too(self) -> None:
        self.change(98)
        look_again.func()
        self.change(100)
        assert self.changes() == []
        assert look_again.func() == 3
        history = history_of(making.report(self.row, self.region.lake))
        assert [(each.was, each.now) for each in history if each.code == "A1"] == [("100", "100"), ("100", "98")]
        self.change(98)
        assert look_again.func() == 3

    def test_a_thousand_changes_are_a_thousand_lines(self) -> None:
        for number in range(1, 41):
            self.change(100 + number)
            look_again.func()
        history = LaterChange.objects.by_installation().filter(code="A1").order_by("pk")
        assert [row.now for row in history] == [str(100 + number) for number in range(1, 41)]

    def test_a_corrected_edition_shows_in_what_covers_it(self) -> None:
        self.change(98)
        lake, east = making.report(self.row, self.region.lake), making.report(self.row, self.region.east)
        correct(acting=SYSTEM, report=lake, reason="补录")
        assert self.changes() == []
        found = {each.code: (each.was, each.now) for each in changes_now(east)}
        assert found["A1"] == ("300", "298")
        assert found[COVERS] == ("Lake 1", "Lake 2")
        assert look_again.func() > 0
        correct(acting=SYSTEM, report=east, reason="汇总更正")
        assert changes_now(making.report(self.row, self.region.east)) == []

    def test_what_is_open_has_no_later_changes(self) -> None:
        [lake] = making.confirmed(self.later, self.region.lake)
        send_back(acting=SYSTEM, report=lake, reason="再看")
        assert changes_now(making.report(self.later, self.region.lake)) == []

    def test_the_newest_round_is_held_against_the_facts_of_today(self) -> None:
        [lake] = making.confirmed(self.later, self.region.lake)
        # The registers of the test hold no pupils: today's figure is 0, whatever was counted for the month.
        assert ("A1", "100", "0") in [(each.code, each.was, each.now) for each in changes_now(lake)]
