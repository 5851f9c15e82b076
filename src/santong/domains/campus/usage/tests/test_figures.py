"""What lists, figures, to-dos, jobs and the demonstration show of the same few devices."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.usage import demo, jobs
from santong.domains.campus.usage.measures import MEASURES, known, terminals, unknown, used
from santong.domains.campus.usage.models import (
    Hour,
    LessonUse,
    LineSeen,
    NightRule,
    RoomUse,
    Terminal,
    TerminalState,
)
from santong.domains.campus.usage.queries import devices_speak, line_seen, silent_or_broken
from santong.domains.campus.usage.tests.conftest import Cast, a_room, a_terminal, at, minutes
from santong.domains.platform.access.testing import signed_in
from santong.kit.demo import Region as DemoRegion

pytestmark = pytest.mark.django_db


def listed(client: Any, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return [str(row.name) for row in answer.context["rows"]]


def test_lists_are_narrowed_and_say_how_devices_are(cast: Cast) -> None:
    now = timezone.now()
    rows = {name: a_terminal(cast.room, cast.school, name).terminal for name in ("在线", "关机", "故障")}
    TerminalState.objects.filter(terminal=rows["在线"]).update(seen_at=now)
    TerminalState.objects.filter(terminal=rows["关机"]).update(seen_at=now, off_since=now)
    TerminalState.objects.filter(terminal=rows["故障"]).update(seen_at=now, fault="灯泡")
    for standing, names in (
        ("online", {"在线", "故障"}), ("off", {"关机"}), ("silent", {"大屏"}), ("broken", {"故障"}), ("", None),
        ("nonsense", None),
    ):  # fmt: skip
        found = set(listed(cast.client, f"/terminals/?standing={standing}"))
        assert found == (names if names is not None else {"大屏", *rows}), standing
    assert listed(cast.client, f"/terminals/?room={cast.room.pk}&q=在线") == ["在线"]
    assert not listed(cast.client, f"/terminals/?place={cast.region.far.pk}")
    assert {row.name for row in silent_or_broken(cast.viewer, "usage.change")} == {"故障"}
    page = cast.client.get(f"/terminals/{rows['故障'].pk}/").content.decode()
    assert "故障：灯泡" in page and "设备连接未开启" in cast.client.get("/terminals/").content.decode()


def a_lesson(cast: Cast, verdict: str, days: int = 0, period: int = 1) -> LessonUse:
    return LessonUse.objects.create(
        room=cast.room, path=cast.school.path, day=cast.monday + timedelta(days=days), period=period, begins=time(8),
        ends=time(8, 40), minutes_used=20, minutes_known=40, verdict=verdict,
    )  # fmt: skip


def test_figures_add_up_to_what_their_rows_show(cast: Cast) -> None:
    for number, verdict in enumerate(("used", "used", "unused", "unknown", "unknown")):
        a_lesson(cast, verdict, days=number)
    assert (used().count(), known().count(), unknown().count(), terminals().count()) == (2, 3, 2, 1)
    rate = next(each for each in MEASURES if each.name == "equipment_use")
    assert rate.rows is not None
    month = f"{cast.monday:%Y-%m}"
    same = LessonUse.objects.filter(verdict="used", day__year=cast.monday.year, day__month=cast.monday.month).count()
    address = f"/equipment-lessons/?verdict=used&month={month}&place={cast.school.pk}"
    assert len(listed(cast.client, address)) == same
    assert not listed(cast.client, "/equipment-lessons/?month=2001-01")
    assert not listed(cast.client, "/equipment-lessons/?month=nonsense")
    first, last = cast.monday, cast.monday + timedelta(days=1)
    assert len(listed(cast.client, f"/equipment-lessons/?since={first}&until={last}")) == 2


def test_rooms_are_listed_by_their_rate_and_name_silent_devices(cast: Cast) -> None:
    other = a_room(cast.school, "102")
    a_terminal(other, cast.school, "沉默的大屏")
    RoomUse.objects.create(room=cast.room, path=cast.school.path, lessons=10, used=9, unknown=0, share=90)
    low = RoomUse.objects.create(room=other, path=cast.school.path, lessons=10, used=1, unknown=5, share=20)
    assert listed(cast.client, "/equipment-rooms/?rate=low") == [str(other)]
    assert listed(cast.client, "/equipment-rooms/?rate=unknown") == [str(other)]
    assert len(listed(cast.client, "/equipment-rooms/")) == 2
    inspector = signed_in("inspector", cast.region.city)
    page = inspector.get(f"/equipment-rooms/{low.pk}/").content.decode()
    assert "20 %" in page and "沉默的大屏" in page and "从未上报" in page
    assert cast.keeper.name not in page


def test_nobody_who_teaches_is_named_or_asked_for(cast: Cast) -> None:
    fields = {field.name for model in (LessonUse, RoomUse, Hour, TerminalState) for field in model._meta.get_fields()}
    assert not fields & {"teacher", "staff", "person", "by", "school_class", "subject", "user"}
    for address in ("/equipment-rooms/", "/equipment-lessons/", "/terminals/"):
        assert signed_in("subject_teacher", cast.region.first, f"t-{len(address)}").get(address).status_code == 403


def test_jobs_count_also_where_nothing_was_heard_and_forget_old_minutes(cast: Cast) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    cast.slot(yesterday.isoweekday(), 1)
    assert jobs.count_yesterday.func() == 1
    is_taught = yesterday.isoweekday() <= 5
    assert [row.verdict for row in LessonUse.objects.all()] == (["unknown"] if is_taught else [])
    cast.says(minutes(yesterday, "08:00", "08:40", used=True), at=at(yesterday, "08:41"))
    assert jobs.count_lately.func() >= 1 and jobs.count_lately.func() == 0
    assert [row.verdict for row in LessonUse.objects.all()] == (["used"] if is_taught else [])
    assert jobs.forget_minutes.func() == 0
    Hour.objects.update(begins=timezone.now() - jobs.KEPT - timedelta(days=1))
    assert jobs.forget_minutes.func() == 1 and RoomUse.objects.exists()
    assert jobs.switch_off.func() == 0


def test_whether_the_line_runs_is_said_by_itself(cast: Cast) -> None:
    now = timezone.now()
    assert devices_speak() and line_seen(now) is None
    LineSeen.objects.create(name="127.0.0.1:1883", started_at=now, seen_at=now - timedelta(seconds=100))
    assert line_seen(now) is None
    LineSeen.objects.update(seen_at=now, devices=3)
    assert line_seen(now) is not None and "已连接 3 台设备" in cast.client.get("/terminals/").content.decode()
    Terminal.objects.all().delete()
    assert not devices_speak()


def test_the_demonstration_has_a_week_of_use_and_one_silent_device(cast: Cast) -> None:
    Terminal.objects.all().delete()
    a_room(cast.school, "102", home_class=cast.region.second)
    for weekday in range(1, 6):
        cast.slot(weekday, 1)
        cast.slot(weekday, 2, school_class=cast.region.second, path=cast.region.second.path)
    demo.use_some(DemoRegion())
    assert Terminal.objects.count() == 2 and NightRule.objects.get().school == cast.school
    first, second = Terminal.objects.order_by("pk")
    assert first.now.seen_at is not None and Hour.objects.filter(terminal=first).exists()
    last = Hour.objects.filter(terminal=second).order_by("-begins").first()
    assert last is None or timezone.localdate(last.begins) <= timezone.localdate() - timedelta(days=demo.DAYS - 1)
    assert {row.room_id for row in RoomUse.objects.all()} == {first.room_id, second.room_id}
    assert LessonUse.objects.filter(room=second.room, verdict="unknown").count() >= 3
    assert LessonUse.objects.filter(room=first.room).exclude(verdict="unknown").count() >= 3
