"""Own pages and addresses: the preview, emergency messages, rules, and what waits for school IT."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from santong.domains.campus.screens import jobs, todos
from santong.domains.campus.screens.actions import end_alarm, send_alarm
from santong.domains.campus.screens.models import SILENT_AFTER, Alarm, Screen, ScreenRules
from santong.domains.campus.screens.tests.conftest import Cast, Panel
from santong.domains.platform.access.testing import client_of, signed_in
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db


def alarm(cast: Cast, minutes: int = 30, text: str = "Into the yard") -> Alarm:
    row = Alarm(school=cast.school, path=cast.school.path, text=text)
    return send_alarm(acting=cast.viewer, alarm=row, minutes=minutes)


@pytest.mark.parametrize("end", ["show", "content"])
def test_a_preview_is_for_those_who_see_the_screen(cast: Cast, end: str):
    screen = cast.hang()
    address = f"/screens/{screen.pk}/{end}/"
    assert Client().get(address).status_code == 302
    assert cast.client().get(address).status_code == 200
    assert signed_in("class_teacher", cast.region.first, "own").get(address).status_code == 200
    assert signed_in("class_teacher", cast.region.second, "other").get(address).status_code == 404
    assert signed_in("school_it", cast.region.far, "intruder").get(address).status_code == 404
    assert signed_in("parent", cast.region.first, "mother").get(address).status_code in (403, 404)


def test_the_preview_stands_in_a_frame_of_our_own_pages_alone(cast: Cast):
    screen = cast.hang()
    answer = cast.client().get(f"/screens/{screen.pk}/show/")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in Client().get("/screen/")["Content-Security-Policy"]


def test_the_player_speaks_the_language_of_the_region_and_names_nobody(cast: Cast):
    cast.paired()
    page = Client().get("/screen/", headers={"Accept-Language": "en"}).content.decode()
    assert "这块班牌尚未接入" in page and "Person" not in page
    assert "Set-Cookie" not in Client().get("/screen/").headers


def test_the_worker_keeps_the_page_and_its_two_files(cast: Cast):
    answer = Client().get("/screen/worker.js")
    code = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript") and '"page": "/screen/"' in code
    assert code.count("/static/") == 2


def test_an_emergency_message_covers_all_screens_until_it_is_ended(cast: Cast):
    panels = [cast.paired()[0], cast.paired("hall")[0]]
    assert [panel.content()["alarm"] for panel in panels] == [None, None]
    row = alarm(cast)
    Screen.objects.update(revision=99)
    assert [panel.content()["alarm"]["text"] for panel in panels] == ["Into the yard"] * 2
    end_alarm(acting=cast.viewer, alarm=row)
    Screen.objects.update(revision=100)
    assert [panel.content()["alarm"] for panel in panels] == [None, None]
    with pytest.raises(NotPossible):
        end_alarm(acting=cast.viewer, alarm=row)


def test_an_emergency_message_ends_by_itself(cast: Cast):
    panel, _screen = cast.paired()
    row = alarm(cast, minutes=10)
    Screen.objects.update(revision=99)
    until = panel.content()["alarm"]["until"]
    assert until == int((row.since + timedelta(minutes=10)).timestamp())
    Alarm.objects.update(since=timezone.now() - timedelta(hours=1), until=timezone.now() - timedelta(minutes=1))
    Screen.objects.update(revision=100)
    assert panel.content()["alarm"] is None


def test_an_emergency_message_is_one_form_and_one_button(cast: Cast):
    client = client_of(cast.keeper)
    page = client.get("/screens/").content.decode()
    assert "/screen-alarms/new/" in page
    answer = client.post("/screen-alarms/new/", {"school": cast.school.pk, "text": "Stay inside", "minutes": "10"})
    row = Alarm.objects.get()
    assert answer["Location"] == f"/screen-alarms/{row.pk}/" and row.is_on and row.by == cast.keeper
    assert client.post(f"/screen-alarms/{row.pk}/end-alarm/").status_code == 302
    assert not Alarm.objects.get().is_on


@pytest.mark.parametrize(
    ("role", "place"), [("class_teacher", "first"), ("subject_teacher", "first"), ("school_it", "far")]
)
def test_who_isnt_in_charge_of_the_school_sends_no_emergency(cast: Cast, role: str, place: str):
    client = signed_in(role, getattr(cast.region, place), "other")
    answer = client.post("/screen-alarms/new/", {"school": cast.school.pk, "text": "Fire", "minutes": "10"})
    assert answer.status_code in (403, 422) and not Alarm.objects.exists()
    row = alarm(cast)
    assert client.post(f"/screen-alarms/{row.pk}/end-alarm/").status_code in (403, 404)
    assert Alarm.objects.get().is_on


def test_a_class_teacher_writes_for_the_own_class_alone(cast: Cast):
    client = signed_in("class_teacher", cast.region.first, "head")
    today = cast.today.isoformat()
    typed = {"kind": "honour", "title": "Red flag", "since": today, "until": today}
    assert client.post("/screen-posts/new/", {**typed, "organisation": cast.region.first.pk}).status_code == 302
    for place in (cast.region.second, cast.school, cast.region.far):
        answer = client.post("/screen-posts/new/", {**typed, "organisation": place.pk})
        assert answer.status_code == 422 and "organisation" in answer.context["form"].errors


def test_rules_put_blocks_in_the_order_that_was_chosen(cast: Cast):
    typed = {
        "school": cast.school.pk, "dark_from": "22:00", "dark_until": "06:00", "class-posts": "1",
        "class-timetable": "2", "hall-notices": "1",
    }  # fmt: skip
    assert cast.client().post("/screen-rules/new/", typed).status_code == 302
    rules = ScreenRules.objects.get()
    assert (rules.for_class, rules.for_room, rules.for_hall) == ("posts,timetable", "", "notices")
    page = cast.client().get(f"/screen-rules/{rules.pk}/").content.decode()
    assert page.index("荣誉与公告") < page.index("课程表、") if "课程表、" in page else "荣誉与公告、" in page
    again = cast.client().post("/screen-rules/new/", typed)
    assert again.status_code == 422, "a school has one set of rules"


def test_a_screen_names_its_class_or_room_of_the_same_school(cast: Cast):
    client = cast.client()
    typed = {"school": cast.school.pk, "name": ""}
    for more, wrong in (({"place": "class"}, "school_class"), ({"place": "room"}, "room")):
        answer = client.post("/screens/new/", {**typed, **more})
        assert answer.status_code == 422 and wrong in answer.context["form"].errors
    assert client.post("/screens/new/", {**typed, "place": "hall"}).status_code == 302
    assert Screen.objects.get().name == "学校大厅"
    again = client.post("/screens/new/", {**typed, "place": "hall"})
    assert again.status_code == 422, "the name is taken"


def test_the_list_finds_silent_screens(cast: Cast):
    panel, screen = cast.paired()
    panel.ask()
    cast.hang("hall")

    def found(query: str) -> list[str]:
        keys = [row.pk for row in cast.client().get(f"/screens/?{query}").context["rows"]]
        return [Screen.objects.get(pk=key).place for key in keys]

    assert found("panel=silent") == [] and found("panel=on_line") == ["class"] and found("panel=waiting") == ["hall"]
    Screen.objects.filter(pk=screen.pk).update_quietly(last_seen=timezone.now() - SILENT_AFTER - timedelta(seconds=1))
    assert found("panel=silent") == ["class"] and found("panel=on_line") == []
    assert "失联" in cast.client().get("/screens/").content.decode()


def test_whoever_sees_many_schools_chooses_no_building(cast: Cast):
    cast.hang()
    answer = signed_in("region_administrator", cast.region.city, "admin").get("/screens/")
    assert answer.status_code == 200 and len(list(answer.context["rows"])) == 1
    assert 'name="building"' in answer.content.decode()


def test_a_panel_says_which_player_it_runs_and_is_noted_once_a_minute(cast: Cast):
    panel, screen = cast.paired()
    panel.ask()
    seen = Screen.objects.get(pk=screen.pk)
    assert seen.version.endswith("screen-test.js") and seen.last_seen is not None and seen.fetched_at is not None
    panel.ask(panel.ask()["ETag"])
    assert Screen.objects.get(pk=screen.pk).last_seen == seen.last_seen


@pytest.mark.parametrize(("hours", "is_school", "missed"), [(5, True, 1), (3, True, 0), (100, False, 0)])
def test_a_screen_is_missed_after_a_school_morning(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hours: int, is_school: bool, missed: int
):
    monkeypatch.setattr(jobs, "is_school_day", lambda path, day: is_school)
    _panel, screen = cast.paired()
    now = timezone.now()
    Screen.objects.filter(pk=screen.pk).update_quietly(last_seen=now - timedelta(hours=hours))
    assert jobs.miss_silent(now) == missed and todos.silent(cast.viewer).count() == missed
    assert jobs.miss_silent(now) == 0, "missed once"


def test_the_to_do_names_the_screen_until_it_speaks_again(cast: Cast):
    panel, screen = cast.paired()
    cast.hang("hall")
    long_ago = timezone.now() - timedelta(days=3)
    Screen.objects.filter(pk=screen.pk).update_quietly(last_seen=long_ago, missed_since=long_ago)
    cache.clear()
    assert screen.name in cast.client().get("/").content.decode()
    panel.ask()
    assert list(todos.silent(cast.viewer)) == []


def test_panels_without_a_screen_are_no_to_do(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "is_school_day", lambda path, day: True)
    Panel().code()
    cast.hang()
    assert jobs.look_for_silent.func() == 0 and jobs.remove_unclaimed.func() == 0
    assert list(todos.silent(cast.viewer)) == []


def test_every_answer_tells_the_time_and_the_player(cast: Cast):
    panel, _screen = cast.paired()
    for answer in (Panel().ask(), panel.ask(), panel.ask(panel.ask()["ETag"])):
        assert abs(int(answer["X-Now"]) / 1000 - timezone.now().timestamp()) < 5
        assert "/screen-" in answer["X-Player"] and answer["Cache-Control"] == "no-store"


def test_times_of_darkness_can_be_none_at_all(cast: Cast):
    panel, _screen = cast.paired()
    assert panel.content()["dark"] == {"from": "21:00", "until": "06:30"}
    rules: Any = cast.choose(dark_from=time(6, 30))
    Screen.objects.update(revision=99)
    assert rules.dark_from == rules.dark_until and panel.content()["dark"] is None
