"""Stock-taking: rooms counted in any order and twice, differences, settling; the register follows only then."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from santong.domains.campus.assets import actions, stocktaking
from santong.domains.campus.assets.models import Asset, Difference, RoomCount, Sighting, StockTake
from santong.domains.campus.assets.queries import by_code, rooms_to_count
from santong.domains.campus.assets.stocktaking import begin, count_room
from santong.domains.campus.assets.tests.conftest import Cast, asset
from santong.domains.campus.places.public import Room
from santong.domains.platform.access.testing import signed_in
from santong.kit.access import SYSTEM
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
Kind, State = Difference.Kind, StockTake.State


@pytest.fixture
def take(cast: Cast) -> StockTake:
    """A round that has begun."""
    row = StockTake(school=cast.region.lake, path=cast.region.lake.path, title="秋季盘点")
    return begin(acting=cast.acting, stock_take=row)


def count(cast: Cast, take: StockTake, room: Room, *seen: Asset, codes: Any = (), minutes: int = 0) -> list[str]:
    at = timezone.now() + timedelta(minutes=minutes)
    keys = [row.pk for row in seen]
    return count_room(acting=cast.acting, stock_take=take, room=room, seen=keys, codes=codes, at=at)


def found(take: StockTake) -> dict[str, str]:
    """Differences by what they are about."""
    rows = Difference.objects.filter(stock_take=take).select_related("asset")
    return {row.asset.number if row.asset else row.code: row.kind for row in rows}


def where(take: StockTake) -> dict[str, str]:
    rows = Sighting.objects.filter(stock_take=take).select_related("asset", "room")
    return {row.asset.number if row.asset else row.code: row.room.name for row in rows}


def test_one_round_at_a_time(cast: Cast, take: StockTake) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        begin(acting=cast.acting, stock_take=StockTake(school=cast.region.lake, path=cast.region.lake.path, title="又"))


def test_counting_changes_nothing_of_the_register(cast: Cast, take: StockTake) -> None:
    before = list(Asset.objects.order_by("pk").values())
    assert count(cast, take, cast.store, cast.pc, codes=["XX-9"]) == ["XX-9"]
    assert list(Asset.objects.order_by("pk").values()) == before
    assert where(take) == {"A-1": "库房", "XX-9": "库房"}


def test_a_room_counted_anew_says_what_counts(cast: Cast, take: StockTake) -> None:
    count(cast, take, cast.room, cast.pc, cast.board, codes=["XX-9"])
    count(cast, take, cast.room, cast.board, minutes=1)
    assert where(take) == {"A-2": "101"} and RoomCount.objects.count() == 1
    count(cast, take, cast.room, cast.pc, minutes=-5)
    assert where(take) == {"A-2": "101"}, "an older word arrives late and changes nothing"


def test_a_thing_stands_where_it_was_seen_last(cast: Cast, take: StockTake) -> None:
    count(cast, take, cast.room, cast.pc)
    count(cast, take, cast.store, cast.pc, minutes=2)
    count(cast, take, cast.room, cast.pc, minutes=1)
    assert where(take) == {"A-1": "库房"}


def test_codes_of_all_kinds_are_understood(cast: Cast, take: StockTake) -> None:
    address = f"https://edu.example.cn/q/{cast.board.label}/"
    assert count(cast, take, cast.room, codes=[address, "SN1", "nothing"]) == ["nothing"]
    assert where(take) == {"A-1": "101", "A-2": "101", "nothing": "101"}
    assert by_code(cast.region.hill, ["SN1"]) == {}, "another school's things are none of this one"


def test_differences_are_worked_out_and_settled(cast: Cast, take: StockTake) -> None:
    retired = asset(cast.region.lake, number="A-3", state="retired")
    lent = asset(cast.region.lake, number="A-4")
    asset(cast.region.lake, number="A-5")
    actions.lend(acting=cast.acting, asset=lent, due=timezone.localdate(), borrower=cast.teacher)
    count(cast, take, cast.room, cast.board)
    count(cast, take, cast.store, cast.pc, retired, codes=["XX-9"])
    ended = stocktaking.end_count.take(cast.acting, take, {})
    assert found(take) == {
        "A-1": Kind.ELSEWHERE, "A-3": Kind.FOUND, "A-5": Kind.MISSING, "XX-9": Kind.UNKNOWN,
    }  # fmt: skip
    cast.back(ended)
    assert not found(take)
    stocktaking.end_count(acting=cast.acting, stock_take=take)
    with pytest.raises(NotPossible):
        stocktaking.end_round(acting=cast.acting, stock_take=take)
    for row in Difference.objects.exclude(kind=Kind.UNKNOWN).select_related("asset", "stock_take"):
        taken = stocktaking.take_over.take(cast.acting, row, {})
        cast.back(taken)
        stocktaking.take_over(acting=cast.acting, difference=row)
    unknown = Difference.objects.select_related("stock_take").get(kind=Kind.UNKNOWN)
    with pytest.raises(NotPossible):
        stocktaking.take_over(acting=cast.acting, difference=unknown)
    stocktaking.leave(acting=cast.acting, difference=unknown)
    rows = {row.number: (row.state, row.room and row.room.name) for row in Asset.objects.select_related("room")}
    assert rows["A-1"] == ("in_use", "库房") and rows["A-2"] == ("in_use", "101")
    assert rows["A-3"] == ("idle", "库房") and rows["A-4"] == ("lent", None) and rows["A-5"] == ("lost", None)
    ended = stocktaking.end_round.take(cast.acting, take, {})
    assert take.state == State.DONE
    cast.back(ended)


def test_what_was_changed_since_is_not_taken_back(cast: Cast, take: StockTake) -> None:
    from santong.kit.undo import CannotUndo

    stocktaking.end_count(acting=cast.acting, stock_take=take)
    row = Difference.objects.select_related("asset", "stock_take").get(asset=cast.pc)
    taken = stocktaking.take_over.take(cast.acting, row, {})
    actions.use(acting=cast.acting, asset=Asset.objects.get(pk=cast.pc.pk))
    with pytest.raises(CannotUndo):
        cast.back(taken)


def test_many_are_settled_at_once_from_the_list(cast: Cast, take: StockTake) -> None:
    stocktaking.end_count(acting=cast.acting, stock_take=take)
    client = cast.client(cast.keeper)
    ids = list(Difference.objects.values_list("pk", flat=True))
    page = client.post("/differences/bulk/", {"action": "take-over", "ids": ids}, follow=True).content.decode()
    assert set(Asset.objects.values_list("state", flat=True)) == {"lost"}
    client.post(f"/kit/undo/{page.split('/kit/undo/')[1].split('/')[0]}/")
    assert set(Asset.objects.values_list("state", flat=True)) == {"in_use"}


def test_after_the_count_nothing_is_counted(cast: Cast, take: StockTake) -> None:
    stocktaking.end_count(acting=cast.acting, stock_take=take)
    with pytest.raises(NotPossible):
        count(cast, take, cast.room, cast.pc)


def test_a_room_of_another_school_and_a_stranger_are_refused(cast: Cast, take: StockTake) -> None:
    far = Room.objects.create(school=cast.region.far, path=cast.region.far.path, name="远")
    with pytest.raises(NotPossible):
        count_room(acting=SYSTEM, stock_take=take, room=far, seen=[], codes=[], at=timezone.now())
    with pytest.raises(PermissionDenied):
        count_room(
            acting=cast.viewer(cast.teacher), stock_take=take, room=cast.room, seen=[], codes=[], at=timezone.now()
        )
    address = f"/stock-takings/{take.pk}/rooms/{cast.room.pk}/"
    assert cast.client(cast.teacher).get(address).status_code in (403, 404)
    assert signed_in("principal", cast.region.far).get(address).status_code == 404
    assert cast.client(cast.keeper).get(f"/stock-takings/{take.pk}/rooms/{far.pk}/").status_code == 404


def test_the_pages_count_a_room(cast: Cast, take: StockTake) -> None:
    client = cast.client(cast.keeper)
    address = f"/stock-takings/{take.pk}/rooms/{cast.room.pk}/"
    page = client.get(address).content.decode()
    assert cast.pc.label in page and "assets.count_room" in page
    answer = client.post(address, {"room": cast.room.pk, "seen": [cast.pc.pk], "codes": "A-2\r\nXX-9\n"}, follow=True)
    assert "XX-9" in answer.content.decode()
    assert where(take) == {"A-1": "101", "A-2": "101", "XX-9": "101"}
    page = client.get(f"/stock-takings/{take.pk}/").content.decode()
    assert "3 / 2" in page and "已点" in page
    whole = client.get(f"/stock-takings/{take.pk}/rooms/").content.decode()
    assert whole.count("<details") >= 1 and "XX-9" in whole
    assert client.post(address, {"room": cast.room.pk, "seen": ["x"]}).status_code == 422


def test_rooms_in_which_nothing_stands_are_left_away(cast: Cast, take: StockTake) -> None:
    assert [each["room"] for each in rooms_to_count(take)] == [cast.room]


def test_without_a_line_it_arrives_once(cast: Cast, take: StockTake) -> None:
    client = cast.client(cast.keeper)
    now = int(timezone.now().timestamp() * 1000)
    entry = {
        "id": str(uuid4()), "kind": "assets.count_room", "stream": "stock", "sequence": 0, "oldest": 0,
        "made": now - 60_000,
        "fields": {"row": take.pk, "room": str(cast.room.pk), "seen": [str(cast.pc.pk)], "codes": cast.board.label},
    }  # fmt: skip
    batch = json.dumps({"person": cast.keeper.pk, "now": now, "entries": [entry]})
    states = [client.post("/outbox/", batch, "application/json").json()["outcomes"][0]["state"] for _each in range(2)]
    assert states == ["done", "done"] and RoomCount.objects.count() == 1
    assert where(take) == {"A-1": "101", "A-2": "101"}
    strange = json.dumps({"person": cast.teacher.pk, "now": now, "entries": [{**entry, "id": str(uuid4())}]})
    answer = cast.client(cast.teacher).post("/outbox/", strange, "application/json").json()
    assert answer["outcomes"][0]["state"] == "refused"
