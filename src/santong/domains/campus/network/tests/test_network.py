"""Lines, floors and lights; tests that the server counts; Wi-Fi by room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from santong.domains.campus.network.actions import (
    begin_test,
    count_bytes,
    count_down,
    end_test,
    judge_below,
    put_floor,
)
from santong.domains.campus.network.measures import MEASURES
from santong.domains.campus.network.models import Coverage, Floor, Light, Link, SpeedTest
from santong.domains.campus.network.queries import floor_for, light, measured, standing_of
from santong.domains.campus.network.tests.conftest import Cast, line, tried
from santong.domains.campus.places.public import Room
from santong.domains.platform.access.testing import signed_in
from santong.domains.platform.organisations.public import Organisation, SchoolProfile
from santong.kit.access import SYSTEM
from santong.kit.measures.counting import count
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry
from santong.kit.todos import ToDo, number_of

pytestmark = pytest.mark.django_db


def floor(place: Organisation, down: int, stage: str = "", up: int = 0) -> Floor:
    return Floor.objects.create(place=place, path=place.path, stage=stage, down=down, up=up)


def counted(name: str) -> dict[str, list[int]]:
    measure = next(each for each in MEASURES if each.name == name)
    return {path: numbers for (path, by, _value), numbers in count(measure).items() if not by}


@pytest.mark.parametrize(
    ("mbps", "least", "lit"),
    [
        (100, 100, Light.MET),
        (99.9, 100, Light.NEARLY),
        (80, 100, Light.NEARLY),
        (79, 100, Light.BEHIND),
        (5, 0, Light.NONE),
    ],
)
def test_lights(mbps: float, least: int, lit: str) -> None:
    assert light(mbps, least) == lit


@given(st.integers(0, 400_000), st.integers(1, 400_000))
def test_more_bandwidth_is_never_a_worse_light(mbps: int, least: int) -> None:
    order = [Light.BEHIND, Light.NEARLY, Light.MET]
    assert order.index(Light(light(mbps, least))) <= order.index(Light(light(mbps + 1, least)))


def test_the_innermost_floor_of_the_highest_stage_counts(cast: Cast) -> None:
    lake, hill = cast.region.lake, cast.region.hill
    assert floor_for(lake).down == 10, "the product's own, for a primary school"
    assert floor_for(hill).down == 30, "a nine-year school teaches juniors"
    floor(cast.region.city, 200)
    assert floor_for(lake).down == 200
    floor(cast.region.city, 100, "primary")
    assert floor_for(lake).down == 100 and floor_for(hill).down == 200
    floor(cast.region.east, 300)
    assert floor_for(lake).down == 300 and floor_for(cast.region.far).down == 100
    SchoolProfile.objects.update(stages="")
    assert floor_for(lake).down == 300


def test_contracts_count_until_enough_was_measured(cast: Cast) -> None:
    lake = cast.region.lake
    floor(cast.region.city, 100, up=10)
    row = line(lake, 60, 20)
    assert (row.light_down, row.light_up) == (Light.BEHIND, Light.MET)
    line(lake, 50, 5, name="备线")
    row.refresh_from_db()
    assert row.light_down == Light.MET, "all lines together"
    for days in (0, 0, 1, 1):
        tried(lake, 85, days)
    assert measured(lake).down is None
    tried(lake, 40, 1)
    assert measured(lake).down is None, "five tests on two days say little"
    tried(lake, 85, 2, up=7)
    found = standing_of(lake)
    assert found.measured.down == 85_000 and found.light_down == Light.NEARLY
    Link.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert standing_of(lake).contract_down == 0


def test_a_new_floor_judges_the_schools_below_it(cast: Cast) -> None:
    row, other = line(cast.region.lake), line(cast.region.far)
    assert row.light_down == Light.MET
    put_floor(acting=SYSTEM, floor=Floor(place=cast.region.east, path=cast.region.east.path, down=1000))
    judge_below.func(path=cast.region.east.path)
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.light_down, other.light_down) == (Light.BEHIND, Light.MET)


@pytest.mark.parametrize(("days", "waits"), [(-3, 1), (20, 1), (60, 1), (61, 0), (None, 0)])
def test_contracts_that_end_wait_for_their_keepers(cast: Cast, days: int | None, waits: int) -> None:
    line(cast.region.lake, until=None if days is None else timezone.localdate() + timedelta(days=days))
    assert number_of(registry.by_name(ToDo)["links_ending"], cast.acting) == waits


def test_what_is_counted(cast: Cast) -> None:
    line(cast.region.lake, 100)
    line(cast.region.lake, 50, name="备线")
    line(cast.region.hill, 8)
    lake, hill = cast.region.lake.path, cast.region.hill.path
    assert counted("bandwidth") == {lake: [150, 0, 0], hill: [8, 0, 0]}
    assert counted("schools_at_floor") == {lake: [1, 1, 0], hill: [0, 1, 0]}
    [bands] = [each for each in MEASURES if each.name == "schools_by_bandwidth"]
    found = {(path, value): numbers[0] for (path, _by, value), numbers in count(bands).items() if numbers[0]}
    assert found == {(lake, ""): 1, (lake, "10"): 1, (lake, "100"): 1, (hill, ""): 1}
    place = {"school": cast.region.lake, "path": lake}
    from santong.domains.campus.places.models import Building

    house = Building.objects.create(**place, name="楼")
    rooms = [Room.objects.create(**place, name=str(number), building=house) for number in range(3)]
    Room.objects.create(**place, name="操场")
    Coverage.objects.create(**place, room=rooms[0], state="yes")
    Coverage.objects.create(**place, room=rooms[1], state="partly")
    assert counted("wifi_rooms") == {lake: [1, 3, 1]} and counted("wifi_surveyed") == {lake: [2, 0, 0]}


def paced(test: SpeedTest, way: str, mbps: float, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Carry parts of a quarter of a second at a pace, by a clock of our own."""
    begun, step = timezone.now(), 0.25
    for number in range(int(seconds / step) + 1):
        moment = begun + timedelta(seconds=number * step)
        monkeypatch.setattr("santong.domains.campus.network.actions.timezone.now", lambda moment=moment: moment)
        count_bytes(test, way, round(mbps * 1e6 / 8 * step))
    monkeypatch.undo()


@pytest.mark.parametrize("mbps", [0.6, 4, 50, 940])
def test_what_the_server_counts_is_the_pace(cast: Cast, mbps: float, monkeypatch: pytest.MonkeyPatch) -> None:
    test = begin_test(acting=cast.acting, school=cast.region.lake, where="机房")
    for way in ("down", "up"):
        paced(test, way, mbps, 8, monkeypatch)
    row = end_test(acting=cast.acting, test=test)
    assert row.down == pytest.approx(mbps * 1000, rel=0.01) and row.up == pytest.approx(mbps * 1000, rel=0.01)
    assert (row.person, row.where) == (cast.keeper, "机房")
    again = end_test(acting=cast.acting, test=test)
    assert again.ended_at == row.ended_at
    with pytest.raises(NotPossible):
        count_bytes(test, "down", 1)


def test_a_test_that_was_too_short_says_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    test = begin_test(acting=cast.acting, school=cast.region.lake)
    paced(test, "down", 50, 4, monkeypatch)
    row = end_test(acting=cast.acting, test=test)
    assert row.down is None and row.up is None


def test_a_few_measure_at_once_and_no_more(cast: Cast) -> None:
    for _each in range(4):
        begin_test(acting=cast.acting, school=cast.region.lake)
    answer = cast.client.post("/speed-tests/measure/", {"school": cast.region.lake.pk})
    assert answer.status_code == 409 and answer.json()["reason"]
    SpeedTest.objects.update(begun_at=timezone.now() - timedelta(minutes=1))
    assert cast.client.post("/speed-tests/measure/", {"school": cast.region.lake.pk}).status_code == 200


def test_parts_go_down_and_come_up(cast: Cast) -> None:
    client = cast.client
    key = client.post("/speed-tests/measure/", {"school": cast.region.lake.pk, "where": "机房"}).json()["test"]
    part = client.get(f"/speed-tests/{key}/down/?size=70000&got=0")
    assert len(part.content) == 70_000 and part["Cache-Control"] == "no-store"
    assert client.get(f"/speed-tests/{key}/down/?size=x&got=-1").status_code == 200
    assert len(client.get(f"/speed-tests/{key}/down/?size=99999999999").content) == 8 * 1024 * 1024
    assert client.post(f"/speed-tests/{key}/up/", b"x" * 1000, "application/octet-stream").status_code == 204
    assert client.post(f"/speed-tests/{key}/end/").json() == {"down": "", "up": ""}
    assert client.get(f"/speed-tests/{key}/down/?size=1").status_code == 409


def test_more_than_was_sent_is_never_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would like a faster line says that more arrived than ever went down."""
    test, begun = begin_test(acting=cast.acting, school=cast.region.lake), timezone.now()
    for number in range(8):
        moment = begun + timedelta(seconds=number)
        monkeypatch.setattr("santong.domains.campus.network.actions.timezone.now", lambda moment=moment: moment)
        count_down(test, 8_000_000, 1_000)
    monkeypatch.undo()
    test.refresh_from_db()
    assert test.down_sent == 1_000 and 0 < test.down_bytes <= 7_000


def test_strangers_and_other_schools_measure_nothing(cast: Cast) -> None:
    test = begin_test(acting=cast.acting, school=cast.region.lake)
    far = signed_in("school_it", cast.region.far, "far")
    assert far.get(f"/speed-tests/{test.pk}/down/?size=1").status_code == 404
    assert far.post("/speed-tests/measure/", {"school": cast.region.lake.pk}).status_code == 422
    teacher = signed_in("class_teacher", cast.region.first, "teacher")
    for address in ("/speed-tests/measure/", "/wifi/rooms/", "/links/"):
        assert teacher.get(address).status_code == 403


def test_the_page_of_a_line_compares(cast: Cast) -> None:
    row = line(cast.region.lake, 8)
    page = cast.client.get(f"/links/{row.pk}/").content.decode()
    assert "8 Mbps" in page and "接近" in page and "待核" in page


def rooms_of_lake(cast: Cast) -> list[Room]:
    from santong.domains.campus.places.models import Building

    place: dict[str, Any] = {"school": cast.region.lake, "path": cast.region.lake.path}
    house = Building.objects.create(**place, name="明德楼")
    return [Room.objects.create(**place, name=f"10{number}", building=house) for number in range(3)]


def test_rooms_are_entered_building_by_building(cast: Cast) -> None:
    assert "楼内没有场所" in cast.client.get("/wifi/rooms/").content.decode()
    first, second, _third = rooms_of_lake(cast)
    page = cast.client.get("/wifi/rooms/").content.decode()
    assert "明德楼" in page and f"room-{first.pk}" in page
    typed = {"known": "measured", f"room-{first.pk}": "yes", f"room-{second.pk}": "no"}
    assert cast.client.post("/wifi/rooms/", typed).status_code == 302
    assert {row.room_id: row.state for row in Coverage.objects.all()} == {first.pk: "yes", second.pk: "no"}
    before = list(Coverage.objects.order_by("pk").values())
    cast.client.post("/wifi/rooms/", {**typed, "known": "said"})
    assert list(Coverage.objects.order_by("pk").values()) == before, "the same again changes nothing"
    assert cast.client.post("/wifi/rooms/", {"known": "x"}).status_code == 422


def test_what_somebody_else_said_of_a_room_meanwhile_is_asked_about(cast: Cast) -> None:
    first, second, _third = rooms_of_lake(cast)
    seen = {"known": "measured", f"was-{first.pk}": "", f"was-{second.pk}": ""}
    assert cast.client.post("/wifi/rooms/", {**seen, f"room-{first.pk}": "yes"}).status_code == 302
    late = {**seen, f"room-{first.pk}": "no", f"room-{second.pk}": "no"}
    answer = cast.client.post("/wifi/rooms/", late)
    assert answer.status_code == 409 and "保存" in answer.content.decode()
    assert {row.room_id: row.state for row in Coverage.objects.all()} == {first.pk: "yes"}
    shown = answer.context["form"]
    assert shown[f"was-{first.pk}"].value() == "yes" and shown[f"room-{first.pk}"].value() == "no"
    assert cast.client.post("/wifi/rooms/", {**late, f"was-{first.pk}": "yes"}).status_code == 302
    assert {row.state for row in Coverage.objects.all()} == {"no"}
