"""Turns over working days and days off, swaps, the log, who is on duty today; the week plan and its copy."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from santong.domains.campus.duty import actions
from santong.domains.campus.duty.models import DutyEntry, PlanItem, Shift
from santong.domains.campus.duty.queries import days_chosen, duty_entries, on_duty, phones_of, plan_entries, to_answer
from santong.domains.campus.duty.tests.conftest import Cast, day
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.calendars.public import monday_of, set_days
from santong.domains.platform.notices.models import Recipient
from santong.kit.access import SYSTEM, Viewer
from santong.kit.refusals import NotPossible
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import CannotUndo, keep_step, take_back

pytestmark = pytest.mark.django_db


def undo(acting: Viewer, taken: Any) -> None:
    take_back(acting, keep_step(acting, handler=BACK, payload=payload_of([taken])).pk)


def turns() -> list[str]:
    return list(Shift.objects.order_by("day", "pk").values_list("person__username", flat=True))


def test_people_take_turns_and_go_on_where_they_stopped(cast: Cast):
    cast.plan(4)
    assert turns() == ["keeper", "first", "second", "keeper"]
    actions.plan(acting=cast.office, roster=cast.roster, first=day(2), last=day(6))
    assert turns() == ["keeper", "first", "second", "keeper", "first", "second", "keeper"]
    assert Shift.objects.filter(day=day(2)).count() == 1, "planned days stay as they are"
    with pytest.raises(NotPossible):
        actions.plan(acting=cast.office, roster=cast.roster, first=day(0), last=day(6))


def test_several_are_on_duty_together(cast: Cast):
    taken = actions.plan.take(cast.office, cast.roster, {"first": day(0), "last": day(2), "together": 2})
    assert turns() == ["keeper", "first", "second", "keeper", "first", "second"]
    with pytest.raises(NotPossible):
        actions.plan(acting=cast.office, roster=cast.roster, first=day(5), last=day(6), together=4)
    undo(cast.office, taken)
    assert turns() == []


def test_days_are_those_of_the_calendar(cast: Cast):
    first, lake = date(2026, 9, 28), cast.region.lake
    set_days(acting=SYSTEM, organisation=cast.region.city, first=date(2026, 10, 1), last=date(2026, 10, 2),
             kind="holiday", name="国庆节")  # fmt: skip
    set_days(acting=SYSTEM, organisation=cast.region.city, first=date(2026, 10, 3), last=date(2026, 10, 3),
             kind="workday", name="补班")  # fmt: skip
    last = first + timedelta(days=6)
    assert [each.day for each in days_chosen(lake.path, first, last, "working")] == [28, 29, 30, 3]
    assert [each.day for each in days_chosen(lake.path, first, last, "off")] == [1, 2, 4]
    assert len(days_chosen(lake.path, first, last, "all")) == 7


def test_a_swap_needs_the_others_consent(cast: Cast):
    cast.plan()
    mine, other = cast.shift(cast.first), cast.shift(cast.second)
    with pytest.raises(PermissionDenied):
        actions.ask_swap(acting=cast.viewer(cast.second), shift=mine, other=other, reason="替别人换")
    actions.ask_swap(acting=cast.viewer(cast.first), shift=mine, other=other, reason="外出")
    assert turns()[1] == "first"
    assert list(to_answer(cast.viewer(cast.second))) == [mine] and list(to_answer(cast.viewer(cast.first))) == []
    assert Recipient.objects.filter(person=cast.second, notice__text__contains="行政值班").exists()
    with pytest.raises(PermissionDenied):
        actions.agree_swap(acting=cast.viewer(cast.first), shift=cast.shift(cast.first))
    with pytest.raises(PermissionDenied):
        actions.agree_swap(acting=cast.office, shift=cast.shift(cast.first))
    actions.agree_swap(acting=cast.viewer(cast.second), shift=Shift.objects.get(pk=mine.pk))
    days = dict(Shift.objects.values_list("pk", "person__username"))
    assert (days[mine.pk], days[other.pk]) == ("second", "first")
    assert list(to_answer(cast.viewer(cast.second))) == []
    with pytest.raises(PermissionDenied):
        actions.agree_swap(acting=cast.viewer(cast.second), shift=Shift.objects.get(pk=mine.pk))


def test_a_swap_is_refused_or_withdrawn(cast: Cast):
    cast.plan()
    mine, other = cast.shift(cast.first), cast.shift(cast.second)
    for step, acting in ((actions.refuse_swap, cast.second), (actions.withdraw_swap, cast.first)):
        actions.ask_swap(acting=cast.viewer(cast.first), shift=mine, other=other, reason="外出")
        step(acting=cast.viewer(acting), shift=cast.shift(cast.first))  # type: ignore[operator]
        mine.refresh_from_db()
        assert mine.swap_with is None and turns()[1] == "first"
    with pytest.raises(NotPossible):
        actions.ask_swap(acting=cast.viewer(cast.first), shift=mine, other=mine, reason="自己换自己")


def test_nobody_gets_the_same_duty_twice_on_a_day(cast: Cast):
    actions.plan(acting=cast.office, roster=cast.roster, first=day(1), last=day(2), together=2)
    # first and keeper share tomorrow, second and keeper the day after: keeper would stand twice on it
    mine = Shift.objects.get(day=day(1), person=cast.first)
    keepers = Shift.objects.get(day=day(2), person=cast.keeper)
    actions.ask_swap(acting=cast.viewer(cast.first), shift=mine, other=keepers, reason="外出")
    with pytest.raises(NotPossible):
        actions.agree_swap(acting=cast.office, shift=Shift.objects.get(pk=mine.pk))
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(roster=cast.roster, path=cast.roster.path, day=day(1), person=cast.first)


def test_the_keeper_puts_somebody_else_on_duty(cast: Cast):
    cast.plan(3)
    taken = actions.hand_over.take(cast.office, cast.shift(cast.first), {"person": cast.second})
    assert turns() == ["keeper", "second", "second"]
    undo(cast.office, taken)
    assert turns() == ["keeper", "first", "second"]
    with pytest.raises(PermissionDenied):
        actions.hand_over(acting=cast.viewer(cast.first), shift=cast.shift(cast.first), person=cast.second)


def test_the_log_is_written_by_whoever_is_on_duty(cast: Cast):
    cast.plan(3)
    today = cast.shift(cast.keeper)
    taken = actions.note.take(cast.office, today, {"at": time(7, 40), "text": "校门拥堵"})
    actions.note(acting=cast.office, shift=today, at=time(7, 10), text="开门")
    with pytest.raises(PermissionDenied):
        actions.note(acting=cast.viewer(cast.first), shift=today, at=time(8), text="不是我值班")
    with pytest.raises(NotPossible):
        actions.note(acting=cast.viewer(cast.first), shift=cast.shift(cast.first), at=time(8), text="明天的")
    page = client_of(cast.keeper).get(reverse("duty:duty-detail", args=[today.pk])).content.decode()
    assert page.index("07:10") < page.index("07:40")
    undo(cast.office, taken)
    assert [entry.text for entry in DutyEntry.objects.all()] == ["开门"]


def test_shifts_with_a_log_stay_planned(cast: Cast):
    taken = actions.plan.take(cast.office, cast.roster, {"first": day(0), "last": day(2)})
    actions.note(acting=cast.office, shift=cast.shift(cast.keeper), at=time(8), text="平安")
    with pytest.raises((CannotUndo, NotPossible)):
        undo(cast.office, taken)
    assert len(turns()) == 3


def test_numbers_show_to_those_in_charge_and_to_oneself(cast: Cast):
    cast.plan(1)
    shifts = list(on_duty(cast.office, day(0)))
    assert [row.person for row in shifts] == [cast.keeper]
    assert phones_of(cast.office, shifts) == {shifts[0].pk: "0999-5550101"}
    assert phones_of(cast.viewer(cast.first), shifts) == {}
    home = client_of(cast.keeper).get("/").content.decode()
    assert "tel:0999-5550101" in home
    plain = client_of(cast.first).get("/").content.decode()
    assert "tel:0999-5550101" not in plain and "Person keeper" in plain
    page = client_of(cast.first).get(reverse("duty:duty-rosters-detail", args=[cast.roster.pk])).content.decode()
    assert "Person second" in page


def line(cast: Cast, when: date, what: str = "例会", begins: time | None = time(9)) -> PlanItem:
    place = cast.region.lake
    return PlanItem.objects.create(organisation=place, path=place.path, day=when, what=what, begins=begins)


def test_the_week_before_is_copied_once(cast: Cast):
    monday = monday_of(day(0))
    line(cast, monday - timedelta(days=7))
    line(cast, monday - timedelta(days=5), "教研", None)
    line(cast, monday)
    keys = actions.copy_week(acting=cast.office, place=cast.region.lake, monday=monday)
    assert [row.what for row in PlanItem.objects.filter(pk__in=keys)] == ["教研"]
    with pytest.raises(NotPossible):
        actions.copy_week(acting=cast.office, place=cast.region.lake, monday=monday)
    with pytest.raises(PermissionDenied):
        actions.copy_week(acting=cast.viewer(cast.first), place=cast.region.lake, monday=monday)


def test_a_week_is_copied_on_the_page_and_taken_back(cast: Cast):
    monday, address = monday_of(day(0)), reverse("duty:copy-week")
    line(cast, monday - timedelta(days=7))
    client, sent = client_of(cast.keeper), {"place": cast.region.lake.pk, "day": monday.isoformat()}
    page = client.post(address, sent, follow=True).content.decode()
    assert PlanItem.objects.filter(day=monday).count() == 1
    undo_key = page.split("/kit/undo/")[1].split("/")[0]
    client.post(f"/kit/undo/{undo_key}/")
    assert PlanItem.objects.filter(day=monday).count() == 0
    assert client.post(address, {**sent, "place": cast.region.hill.pk}).status_code == 404
    assert client.post(address, {**sent, "day": "x"}).status_code == 302
    assert client_of(cast.first).post(address, sent).status_code == 403
    assert Client().post(address, sent).status_code == 302


def test_the_plan_shows_one_week_of_ones_own_places(cast: Cast):
    monday = monday_of(day(0))
    line(cast, monday, "本周的")
    line(cast, monday + timedelta(days=7), "下周的")
    city = cast.region.city
    PlanItem.objects.create(organisation=city, path=city.path, day=monday, what="全市的")
    hill = cast.region.hill
    PlanItem.objects.create(organisation=hill, path=hill.path, day=monday, what="别校的")
    client, address = client_of(cast.first), reverse("duty:week-plan")
    now = client.get(address).content.decode()
    assert "本周的" in now and "全市的" in now and "下周的" not in now and "别校的" not in now
    later = client.get(f"{address}?day={(monday + timedelta(days=8)).isoformat()}").content.decode()
    assert "下周的" in later and "本周的" not in later
    assert client.get(f"{address}?day=nonsense").status_code == 200
    officer = signed_in("county_officer", cast.region.east, "officer")
    assert "别校的" not in officer.get(address).content.decode()
    assert "别校的" in officer.get(f"{address}?whose=all").content.decode()


def test_lines_stand_in_the_order_of_the_clock(cast: Cast):
    line(cast, day(0), "下午的", time(15, 40))
    line(cast, day(0), "上午的", time(8, 10))
    line(cast, day(0), "全天的", None)
    assert list(PlanItem.objects.order_by("starts").values_list("what", flat=True)) == ["全天的", "上午的", "下午的"]
    page = client_of(cast.first).get(reverse("duty:week-plan")).content.decode()
    assert page.index("全天的") < page.index("上午的") < page.index("下午的")


def test_plans_and_turns_stand_in_the_calendar(cast: Cast):
    cast.plan(3)
    line(cast, day(0))
    line(cast, day(0), "全天", None)
    begins = timezone.make_aware(datetime.combine(day(0), time()))
    span = (begins, begins + timedelta(days=7))
    assert [entry.all_day for entry in plan_entries(cast.viewer(cast.first), *span)] in ([False, True], [True, False])
    assert len(list(duty_entries(cast.viewer(cast.first), *span))) == 1
    far = cast.viewer(somebody("class_teacher", cast.region.grades["Far"].children.first(), "far"))
    assert list(plan_entries(far, *span)) == [] == list(duty_entries(far, *span))


@pytest.mark.parametrize("slug", ["add-member", "leave-out", "plan"])
def test_rosters_are_kept_by_the_office(cast: Cast, slug: str):
    address = reverse(f"duty:duty-rosters-{slug}", args=[cast.roster.pk])
    assert client_of(cast.keeper).get(address).status_code == 200
    assert client_of(cast.first).get(address).status_code == 403
    assert signed_in("principal", cast.region.hill, "hill").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_colleagues_are_suggested_to_keepers(cast: Cast):
    address = reverse("duty:colleagues", args=[cast.roster.pk]) + "?q=first"
    assert "Person first" in client_of(cast.keeper).get(address).content.decode()
    assert client_of(cast.first).get(address).status_code == 403
    assert signed_in("principal", cast.region.hill, "hill").get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("slug", ["ask-swap", "agree-swap", "refuse-swap", "withdraw-swap", "hand-over", "note"])
def test_pages_of_shifts_are_closed_to_strangers(cast: Cast, slug: str):
    cast.plan(3)
    address = reverse(f"duty:duty-{slug}", args=[cast.shift(cast.first).pk])
    assert Client().get(address).status_code == 302
    assert signed_in("principal", cast.region.hill, "hill").get(address).status_code == 404
    assert client_of(cast.second).get(address).status_code == 403


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "x", "2026-02-30"])
def test_weeks_of_other_ages_are_answered(cast: Cast, day: str):
    assert client_of(cast.keeper).get(f"/week-plan/?day={day}").status_code == 200
