"""Rooms: what contradicts itself is refused, what a school's sheet says is understood, who sees what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from santong.domains.campus.places.importing import HAS_ROOM, NO_CLASS, RoomImport, read_floor, read_seats
from santong.domains.campus.places.models import Building, Room
from santong.domains.campus.places.public import in_use, room_of_class, rooms_of
from santong.domains.platform.access.testing import Region, signed_in
from santong.kit.imports.targets import Verdict
from santong.kit.testing.importing import judge, run, sheet_of

pytestmark = pytest.mark.django_db
CSV = """湖滨小学教室一览表
校区,教学楼,楼层,房间号,用途,容纳人数,使用班级,备注
本部,明德楼,一层,101,普通教室,45,一年级1班,
本部,明德楼,,102,教室,45座,一（2）班,
本部,博学楼,负一层,B01,库房,,,
本部,博学楼,2F,机房,微机室,50,,新装
"""


def room(region: Region, name: str, **values: Any) -> Room:
    return Room.objects.create(school=region.lake, path=region.lake.path, name=name, **values)


@pytest.mark.parametrize(
    ("cell", "floor"),
    [("3", 3), (3, 3), ("3F", 3), ("三楼", 3), ("第十二层", 12), ("负一层", -1), ("B1", -1), ("-2", -2)],
)
def test_floors_are_read_as_schools_write_them(cell: Any, floor: int):
    assert read_floor(cell).value == floor


@pytest.mark.parametrize("cell", ["顶楼", "0", "99", "三百楼", "3.5"])
def test_what_is_no_floor_is_asked_about(cell: str):
    assert read_floor(cell).problem is not None


def test_seats_are_read_with_their_unit():
    assert [read_seats(cell).value for cell in (45, "45", "45座", "45 人", "４５个座位")] == [45] * 5
    assert read_seats("很多").problem is not None and read_seats("0").problem is not None


def test_a_schools_own_sheet_comes_in_whole(region: Region):
    target = RoomImport()
    ran = run(target, sheet_of(target, CSV.encode()), {"school": region.lake.pk})
    assert ran.verdicts == {Verdict.CREATE: 4}, ran.problems
    rooms = {str(row): row for row in rooms_of(region.lake, date(2026, 11, 30))}
    assert set(rooms) == {"明德楼 101", "明德楼 102", "博学楼 B01", "博学楼 机房"}
    assert rooms["明德楼 102"].home_class == region.second and rooms["博学楼 B01"].floor == -1
    assert rooms["博学楼 机房"].kind == Room.Kind.COMPUTER and rooms["博学楼 机房"].building.site.name == "本部"
    assert room_of_class(region.first) == rooms["明德楼 101"]


def test_a_class_gets_one_room(region: Region):
    room(region, "老教室", home_class=region.first)
    sheet = "教室,使用班级\n101,一年级1班\n102,一年级2班\n103,一年级2班\n104,九年级1班\n"
    target = RoomImport()
    ran = judge(target, sheet_of(target, sheet.encode()), {"school": region.lake.pk})
    assert [row.verdict for row in ran.rows] == [Verdict.REFUSED, Verdict.CREATE, Verdict.REFUSED, Verdict.DOUBTFUL]
    assert ran.problems == {("class", HAS_ROOM): 2, ("class", NO_CLASS): 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        room(region, "新教室", home_class=region.first)


def test_rooms_out_of_use_leave_the_list_and_stay_in_the_record(region: Region):
    day = date(2026, 11, 30)
    closed, now, later = (
        room(region, "旧楼", until=date(2026, 11, 29)),
        room(region, "礼堂"),
        room(region, "新楼", since=date(2026, 12, 1)),
    )
    assert list(in_use(Room.objects.all(), day)) == [now]
    assert [each.is_in_use(day) for each in (closed, now, later)] == [False, True, False]
    client = signed_in("principal", region.lake)
    listed = [row.pk for row in client.get("/rooms/?use=all").context["rows"]]
    assert set(listed) == {closed.pk, now.pk, later.pk}


@pytest.mark.parametrize("changed", [{"since": "2026-12-02", "until": "2026-12-01"}, {"name": "礼堂"}, {"seats": "0"}])
def test_what_contradicts_itself_is_said_at_the_form(region: Region, changed: dict[str, str]):
    room(region, "礼堂")
    client = signed_in("principal", region.lake)
    typed = {"school": region.lake.pk, "name": "会议室", "kind": "meeting", "bookable": "nobody", **changed}
    answer = client.post("/rooms/new/", typed)
    assert answer.status_code == 422 and answer.context["form"].errors
    assert Room.objects.count() == 1


def test_what_belongs_to_another_school_is_refused(region: Region):
    far = Building.objects.create(school=region.far, path=region.far.path, name="远楼")
    client = signed_in("principal", region.lake)
    typed = {"school": region.lake.pk, "name": "101", "kind": "other", "bookable": "nobody", "building": far.pk}
    assert "building" in client.post("/rooms/new/", typed).context["form"].errors


def test_pupils_see_the_rooms_of_their_own_school_and_change_none(region: Region):
    here = room(region, "礼堂")
    there = Room.objects.create(school=region.far, path=region.far.path, name="远礼堂")
    client = signed_in("pupil", region.first)
    assert client.get(f"/rooms/{here.pk}/").status_code == 200
    assert client.get(f"/rooms/{there.pk}/").status_code == 404
    assert client.get(f"/rooms/{here.pk}/edit/").status_code == 403


def test_the_class_and_the_school_say_where_it_is(region: Region):
    room(region, "101", home_class=region.first, seats=45)
    client = signed_in("principal", region.lake)
    assert "101" in client.get(f"/organisations/{region.first.pk}/").content.decode()
    assert (
        f"/rooms/?kind=classroom&amp;place={region.lake.pk}"
        in client.get(f"/schools/{region.lake.pk}/").content.decode()
    )
