"""Opening, confirming, sending back, correcting: what a round goes through."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import TestCase
from django.utils import timezone

from santong.domains.governance.reports.actions import (
    confirm,
    correct,
    explain,
    open_now,
    recompute,
    send_back,
    span_due,
)
from santong.domains.governance.reports.jobs import open_due
from santong.domains.governance.reports.models import Edition, Report, Round
from santong.domains.governance.reports.queries import above_it, collecting, to_confirm
from santong.domains.governance.reports.sealing import seal_of
from santong.domains.governance.reports.tests import making
from santong.domains.platform.access.testing import make_region, somebody
from santong.domains.platform.notices.public import Notice
from santong.kit.access import SYSTEM
from santong.kit.measures.public import Period
from santong.kit.refusals import NotPossible

State = Report.State


def values(row: Round, place) -> dict:
    return {code: value.get("v") for code, value in making.report(row, place).values.items()}


@pytest.mark.django_db
class TestRound(TestCase):
    """Last month, counted and open; the month before it is counted, too."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = make_region()
        month = making.counted(cls.region)
        making.counted(cls.region, making.month_before(month), lake=100, hill=200, far=150)
        cls.row = making.opened(making.published(cls.region.city))

    def test_all_places_get_a_filled_report(self) -> None:
        region, row = self.region, self.row
        assert values(row, region.lake) == {"A1": 100, "A2": 10, "A3": 10, "A4": 110, "B1": None, "C1": None}
        parts = dict(Report.objects.belonging_to(round=row).values_list("place__name", "part"))
        assert parts == {"Lake": "own", "Hill": "own", "Far": "own", "East": "sum", "West": "sum", "City": "top"}
        below = dict(
            Report.objects.belonging_to(round=row).exclude(part="own").values_list("place__name", "open_below")
        )
        assert below == {"East": 2, "West": 1, "City": 5}

    def test_what_waits_for_a_module_says_so_and_is_never_typed_in(self) -> None:
        region, row = self.region, self.row
        assert making.report(row, region.lake).values["B1"] == {"s": "waits"}

    def test_only_what_changed_unusually_asks_for_a_word(self) -> None:
        region, row = self.region, self.row
        assert [making.report(row, each).asks for each in (region.lake, region.hill)] == [0, 0]
        far = making.report(row, region.far)
        assert {code for code, value in far.values.items() if value.get("u")} == {"A1", "A3", "A4"}
        with pytest.raises(NotPossible, match="在校学生"):
            confirm(acting=SYSTEM, report=far)
        assert making.report(row, region.far).is_open
        explain(acting=SYSTEM, report=far, said={"A1": "并入一校", "A3": "同上", "A4": "同上"})
        confirm(acting=SYSTEM, report=far)
        assert making.report(row, region.far).state == State.CONFIRMED

    def test_confirming_seals_what_was_shown(self) -> None:
        region, row = self.region, self.row
        [lake] = making.confirmed(row, region.lake)
        [edition] = Edition.objects.belonging_to(report=lake)
        assert edition.seal == seal_of(edition.content)
        assert {each["code"]: each["value"] for each in edition.content["values"]}["A3"] == "10.0"
        with pytest.raises(TypeError):
            edition.save()

    def test_the_round_freezes_from_school_to_city(self) -> None:
        region, row = self.region, self.row
        making.confirmed(row, region.lake, region.hill, region.east)
        assert making.report(row, region.lake).state == State.ACCEPTED
        assert making.report(row, region.east).state == State.CONFIRMED
        making.confirmed(row, region.far, region.west, region.city)
        states = set(Report.objects.belonging_to(round=row).values_list("state", flat=True))
        assert states == {State.FROZEN}
        assert making.report(row, region.city).open_below == 0

    def test_a_county_sums_up_numbers_and_divides_after_summing(self) -> None:
        region, row = self.region, self.row
        making.confirmed(row, region.lake, region.hill, region.east)
        # 300 pupils by 20 teachers: neither the sum (30) of the ratios 10 and 20, nor a school's.
        assert values(row, region.east) == {"A1": 300, "A2": 20, "A3": 15, "A4": 320, "B1": None, "C1": None}

    def test_the_seal_of_a_county_covers_its_schools(self) -> None:
        region, row = self.region, self.row
        lake, hill, east = making.confirmed(row, region.lake, region.hill, region.east)
        content = Edition.objects.belonging_to(report=east).get().content
        seals = set(Edition.objects.belonging_to(report__in=[lake, hill]).values_list("seal", flat=True))
        assert {each["seal"] for each in content["covers"]} == seals

    def test_a_county_waits_or_says_why_it_does_not(self) -> None:
        region, row = self.region, self.row
        making.confirmed(row, region.lake)
        east = making.report(row, region.east)
        with pytest.raises(NotPossible) as refused:
            confirm(acting=SYSTEM, report=east)
        assert refused.value.field == "without"
        confirm(acting=SYSTEM, report=east, without="Hill 停电")
        edition = Edition.objects.belonging_to(report=east).get()
        assert edition.reason == "Hill 停电"
        assert [each["place"] for each in edition.content["covers"]] == ["Lake"]
        assert values(row, region.east)["A1"] == 100

    def test_a_report_is_sent_back_with_a_reason_and_comes_again_as_a_new_edition(self) -> None:
        region, row = self.region, self.row
        [lake] = making.confirmed(row, region.lake)
        send_back(acting=SYSTEM, report=lake, reason="教师数少了")
        lake = making.report(row, region.lake)
        assert (lake.state, lake.returned_because) == (State.RETURNED, "教师数少了")
        assert making.report(row, region.east).open_below == 2
        [again] = making.confirmed(row, region.lake)
        assert (again.edition, again.returned_because) == (2, "")
        assert Edition.objects.belonging_to(report=again).count() == 2

    def test_what_the_city_sends_back_opens_the_schools_to_the_county_again(self) -> None:
        region, row = self.region, self.row
        *_schools, east = making.confirmed(row, region.lake, region.hill, region.east)
        send_back(acting=SYSTEM, report=east, reason="再核对")
        assert making.report(row, region.lake).state == State.CONFIRMED
        send_back(acting=SYSTEM, report=making.report(row, region.lake), reason="再核对")
        assert making.report(row, region.lake).state == State.RETURNED

    def test_who_may_confirm_and_send_back(self) -> None:
        region, row = self.region, self.row
        lake = making.report(row, region.lake)
        for role, place in (
            ("county_officer", region.east),
            ("bureau_officer", region.city),
            ("principal", region.hill),
        ):
            with pytest.raises(PermissionDenied):
                confirm(acting=making.viewer(role, place), report=lake)
        principal = making.viewer("principal", region.lake)
        confirm(acting=principal, report=lake)
        with pytest.raises(PermissionDenied):
            send_back(acting=principal, report=lake, reason="x")
        with pytest.raises(PermissionDenied):
            send_back(acting=making.viewer("county_officer", region.west), report=lake, reason="x")
        send_back(acting=making.viewer("county_officer", region.east), report=lake, reason="x")
        assert above_it(lake) == making.report(row, region.east)

    def test_nothing_is_confirmed_twice(self) -> None:
        region, row = self.region, self.row
        lake = making.report(row, region.lake)
        confirm(acting=SYSTEM, report=lake)
        with pytest.raises(NotPossible):
            confirm(acting=SYSTEM, report=lake)

    def test_counting_anew_takes_the_facts_of_now(self) -> None:
        region, row = self.region, self.row
        lake = making.report(row, region.lake)
        recompute(acting=SYSTEM, report=lake)
        # The school has no pupils and teachers in the registers themselves: the figures of the fixture aren't theirs.
        assert values(row, region.lake)["A1"] == 0
        assert making.report(row, region.lake).values["A1"]["u"] == "zero"
        with pytest.raises(NotPossible):
            recompute(acting=SYSTEM, report=making.report(row, region.east))

    def test_a_correction_is_a_further_edition_and_shows_above(self) -> None:
        region, row = self.region, self.row
        lake, _hill, east = making.confirmed(row, region.lake, region.hill, region.east)
        correct(acting=SYSTEM, report=lake, reason="补录")
        numbers = list(Edition.objects.belonging_to(report=lake).order_by("number").values_list("number", "reason"))
        assert numbers == [(1, "到期"), (2, "补录")]
        assert making.report(row, region.lake).state == State.ACCEPTED
        with pytest.raises(NotPossible):
            correct(acting=SYSTEM, report=making.report(row, region.lake), reason="再来")
        correct(acting=SYSTEM, report=east, reason="汇总更正")
        assert values(row, region.east)["A1"] == 200

    def test_what_waits_for_whom(self) -> None:
        region, row = self.region, self.row
        principal, county = making.viewer("principal", region.lake), making.viewer("county_officer", region.east)
        assert [each.place for each in to_confirm(principal)] == [region.lake]
        assert list(to_confirm(county)) == []
        assert [each.open_below for each in collecting(county)] == [2]
        making.confirmed(row, region.lake, region.hill)
        assert [each.place for each in to_confirm(county)] == [region.east]
        assert list(collecting(county)) == []
        assert list(to_confirm(making.viewer("inspector", region.city))) == []

    def test_people_are_told_once(self) -> None:
        region, row = self.region, self.row
        head = somebody("principal", region.lake, "head")
        send_back(acting=SYSTEM, report=making.confirmed(row, region.lake)[0], reason="教师数少了")
        notice = Notice.objects.by_installation().get(recipients__person=head)
        assert "教师数少了" in notice.text


@pytest.mark.django_db
class TestOpening(TestCase):
    """Last month is counted; no round is open."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = make_region()
        making.counted(cls.region)

    def test_rounds_open_by_themselves_once(self) -> None:
        region = self.region
        row = making.published(region.east)
        assert open_due.func() == 1
        assert open_due.func() == 0
        assert Round.objects.belonging_to(template=row).get().first == making.last_month()
        with pytest.raises(NotPossible):
            open_now(acting=SYSTEM, template=row)

    def test_a_county_that_asks_is_itself_the_top(self) -> None:
        region = self.region
        row = making.opened(making.published(region.east))
        assert set(Report.objects.belonging_to(round=row).values_list("place__name", "part")) == {
            ("Lake", "own"), ("Hill", "own"), ("East", "top"),
        }  # fmt: skip
        making.confirmed(row, region.lake, region.hill, region.east)
        assert making.report(row, region.lake).state == State.FROZEN

    def test_a_report_of_counties_sums_their_schools_up_first(self) -> None:
        region = self.region
        row = making.opened(making.published(region.city, level="county"))
        assert values(row, region.east)["A3"] == 15
        assert set(Report.objects.belonging_to(round=row).values_list("place__name", flat=True)) == {
            "East",
            "West",
            "City",
        }

    def test_only_periods_within_the_days_of_a_template_are_asked_for(self) -> None:
        row, today = making.published(self.region.city), timezone.localdate()
        month = making.last_month()
        assert span_due(row, today) == making.span(month)
        row.since = Period.this_month().first
        assert span_due(row, today) is None
        row.since, row.until = making.month_before(month), making.month_before(month)
        assert span_due(row, today) is None
