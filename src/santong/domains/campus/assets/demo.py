"""The registers of the demonstration: what stands in classrooms, computer rooms and offices, with loans, repairs and a
round of stock-taking at the school of the accounts that people try out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.assets.actions import lend, report_fault
from santong.domains.campus.assets.mending import take_in
from santong.domains.campus.assets.models import Asset, AssetClass, Loan, Movement, Numbering, Repair, StockTake
from santong.domains.campus.assets.queries import assets_in, rooms_to_count
from santong.domains.campus.assets.stocktaking import begin, count_room
from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import Viewer
from santong.kit.demo import Region

NAMES = ("principal", "affairs", "teacher", "class-teacher")
Use, Money, State, Kind = Asset.Use, Asset.Money, Asset.State, Room.Kind
BATCH_OF_SCHOOLS = 50


@dataclass(frozen=True)
class Lot:
    """So many things of a kind: in each room of a kind, for a use, from years."""

    name: str
    asset_class: str
    number: int
    price: int
    use: str
    years: tuple[int, int]
    maker: str = ""
    model: str = ""


IN_ROOMS: Mapping[str, tuple[Lot, ...]] = {
    Kind.CLASSROOM: (
        Lot("交互式智慧黑板", "交互式智慧黑板", 1, 18500, Use.CLASSROOM, (1, 7), "明澜", "ML-86B"),
        Lot("视频展示台", "视频展示台", 1, 1280, Use.CLASSROOM, (1, 7), "明澜", "ZT-13"),
        Lot("班级教师电脑", "台式计算机", 1, 4200, Use.TEACHERS, (1, 8), "启云", "T500"),
    ),
    Kind.COMPUTER: (
        Lot("学生计算机", "台式计算机", 24, 3900, Use.PUPILS, (2, 7), "启云", "S320"),
        Lot("教师机", "台式计算机", 1, 4600, Use.TEACHERS, (2, 7), "启云", "T500"),
        Lot("投影机", "投影机", 1, 6800, Use.CLASSROOM, (2, 7), "远光", "PX40"),
        Lot("接入交换机", "以太网交换机", 2, 2300, Use.CLASSROOM, (2, 7), "联脉", "SW-24G"),
    ),
    Kind.RECORDING: (
        Lot("录播主机", "录播主机", 1, 36000, Use.CLASSROOM, (1, 5), "影程", "R3"),
        Lot("高清摄像机", "摄像机", 3, 4800, Use.CLASSROOM, (1, 5), "影程", "C12"),
        Lot("交互式触控一体机", "交互式触控一体机", 1, 15800, Use.CLASSROOM, (1, 5), "明澜", "ML-75T"),
    ),
    Kind.HALL: (Lot("工程投影机", "投影机", 1, 28000, Use.CLASSROOM, (3, 9), "远光", "PX90"),
                Lot("功放与音箱", "功放与音箱", 1, 9600, Use.CLASSROOM, (3, 9), "和声", "A4")),
    Kind.LABORATORY: (Lot("生物显微镜", "教学仪器", 6, 860, Use.PUPILS, (2, 12), "光析", "XSP-1"),),
    Kind.MEETING: (Lot("会议平板", "交互式触控一体机", 1, 12800, Use.OFFICE, (1, 4), "明澜", "ML-65M"),),
    Kind.LIBRARY: (Lot("查询终端", "台式计算机", 2, 3200, Use.PUPILS, (3, 7), "启云", "S320"),),
}  # fmt: skip
FOR_STAFF = Lot("教师笔记本电脑", "便携式计算机", 12, 4980, Use.TEACHERS, (1, 6), "启云", "N14")
WITHOUT_ROOM = (
    Lot("学生平板电脑", "平板式微型计算机", 10, 1650, Use.PUPILS, (1, 4), "启云", "P10"),
    Lot("激光打印机", "激光打印机", 3, 1580, Use.OFFICE, (1, 7), "墨林", "L2"),
    Lot("无线接入点", "无线接入点", 4, 980, Use.CLASSROOM, (1, 5), "联脉", "AP6"),
)


def chance(*parts: object) -> float:
    """A number from 0 to 1 that is the same in every demonstration for the same parts."""
    digest = hashlib.blake2b("|".join(map(str, parts)).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def build_registers(region: Region) -> None:
    """A register for every school, and what goes on at the school of those who try it out."""
    classes = {row.name: row for row in AssetClass.objects.by_installation().filter(path="")}
    schools = list(Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path"))
    for number, school in enumerate(schools):
        with transaction.atomic():
            _fill(school, classes, small=region.size != "small")
        if number % BATCH_OF_SCHOOLS == BATCH_OF_SCHOOLS - 1:
            region.say(f"  {number + 1} of {len(schools)} schools with their registers")
    people = {
        row.username: viewer_in(row, "staff") for row in Person.objects.by_installation().filter(username__in=NAMES)
    }
    if len(people) == len(NAMES):
        _go_on(people)


def _fill(school: Organisation, classes: Mapping[str, AssetClass], *, small: bool) -> None:
    keepers = list(
        Staff.objects.by_installation().filter(path=school.path, status=Staff.Status.ACTIVE).order_by("pk")
        .values_list("person_id", flat=True)
    )  # fmt: skip
    rows = []
    for counter, (lot, room) in enumerate(_things(school, small=small), 1):
        rows.append(_asset(school, classes[lot.asset_class], lot, room, counter, keepers))
    made = Asset.objects.bulk_create(rows)
    Movement.objects.bulk_create(
        Movement(asset=row, day=row.bought_on or timezone.localdate(), state=row.state, room_id=row.room_id,
                 keeper_id=row.keeper_id, words=row.words)
        for row in made
    )  # fmt: skip
    Numbering.objects.create(school=school, path=school.path, last=len(made))


def _things(school: Organisation, *, small: bool) -> Iterator[tuple[Lot, Room | None]]:
    rooms = Room.objects.by_installation().filter(school=school).select_related("building").order_by("pk")
    for room in rooms:
        for lot in IN_ROOMS.get(room.kind, ()):
            if chance("there", school.path, room.pk, lot.name) < 0.93:
                number = lot.number if lot.number < 5 or not small else lot.number // 3
                yield from ((lot, room) for _each in range(number))
    for lot in (FOR_STAFF, *WITHOUT_ROOM):
        yield from ((lot, None) for _each in range(lot.number // (3 if small else 1) or 1))


def _asset(
    school: Organisation, asset_class: AssetClass, lot: Lot, room: Room | None, counter: int, keepers: list[int]
) -> Asset:
    first, last = lot.years
    age = first + int(chance("age", school.path, counter) * (last - first + 1))
    bought = timezone.localdate() - timedelta(days=365 * age + int(chance("day", school.path, counter) * 300))
    luck = chance("state", school.path, counter)
    state = State.LOST if luck < 0.006 else State.IDLE if luck < 0.04 else State.IN_USE
    kept = room is None or room.kind in (Kind.CLASSROOM, Kind.OFFICE)
    keeper = keepers[int(chance("keeper", school.path, counter) * len(keepers))] if keepers and kept else None
    return Asset(
        school=school, path=school.path, asset_class=asset_class, name=lot.name, number=f"{bought.year}-{counter:05}",
        maker=lot.maker, model=lot.model, serial=f"{lot.model[:2].upper()}{school.pk:04}{counter:05}",
        bought_on=bought, price=Decimal(lot.price), use=lot.use, room=room, keeper_id=keeper, state=state,
        money=Money.PROJECT if chance("money", school.path, counter) < 0.4 else Money.BUDGET,
    )  # fmt: skip


def _go_on(people: Mapping[str, Viewer]) -> None:
    """Loans, one of them overdue; faults; and a round that is under way."""
    school = school_of(people["principal"].grants[0].path)
    if school is None:
        return
    today = timezone.localdate()
    assets = Asset.objects.belonging_to(school=school).filter(state=State.IN_USE).order_by("pk")
    tablets = list(assets.filter(name="学生平板电脑")[:3])
    teacher = Person.objects.by_installation().get(username="teacher")
    for days, tablet in zip((-6, 2, 20), tablets, strict=False):
        lend(acting=people["affairs"], asset=tablet, borrower=teacher, due=today + timedelta(days=max(days, 0)))
        if days < 0:
            _backdate(tablet, today, days)
    boards = list(assets.filter(asset_class__group=AssetClass.Group.DISPLAY)[:3])
    for board, fault, words in zip(boards, ("picture", "sound", "dead"), ("右下角触控失灵", "", "按电源没反应"),
                                   strict=False):  # fmt: skip
        report_fault(acting=people["class-teacher"], asset=board, fault=fault, words=words)
    repair = Repair.objects.belonging_to(asset__in=boards).order_by("pk").first()
    if repair is not None:
        take_in(acting=people["affairs"], repair=repair)
    _count(people["affairs"], school)


def _backdate(asset: Asset, today: date, days: int) -> None:
    rows = Loan.objects.belonging_to(asset=asset)
    rows.update(since=today - timedelta(days=30), due=today + timedelta(days=days))


def _count(acting: Viewer, school: Organisation) -> None:
    title = f"{timezone.localdate().year}年下半年资产盘点"
    take = begin(acting=acting, stock_take=StockTake(school=school, path=school.path, title=title))
    rooms: list[dict[str, Any]] = rooms_to_count(take)
    for each in rooms[: max(len(rooms) // 2, 1)]:
        here = assets_in([each["room"]])
        seen = [row.pk for row in here if chance("seen", row.pk) < 0.97]
        codes = ["TM-2019-0087"] if each is rooms[0] else []
        count_room(acting=acting, stock_take=take, room=each["room"], seen=seen, codes=codes, at=timezone.now())
