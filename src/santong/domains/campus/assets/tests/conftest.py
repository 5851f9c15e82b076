"""A school with a register: things in two rooms, those who keep it, and teachers who use it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from santong.domains.campus.assets.actions import put_asset
from santong.domains.campus.assets.models import Asset, AssetClass
from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.steps.back import BACK, payload_of
from santong.kit.undo import keep_step, take_back

PC, BOARD = "台式计算机", "交互式智慧黑板"


def asset(school: Organisation, name: str = "电脑", **values: Any) -> Asset:
    """A thing of a school, entered as from its form; `values` are columns, and `kind` the name of its class."""
    kind = AssetClass.objects.get(path="", name=values.pop("kind", PC))
    row = Asset(school=school, path=school.path, asset_class=kind, name=name, **values)
    return put_asset(acting=SYSTEM, asset=row)


@dataclass
class Cast:
    """Who and what takes part."""

    region: Region
    keeper: Person
    principal: Person
    teacher: Person
    room: Room
    store: Room
    pc: Asset
    board: Asset

    def viewer(self, person: Person) -> Viewer:
        """A person in all their identities as staff."""
        return viewer_in(person, "staff")

    def client(self, person: Person) -> Any:
        """Their browser."""
        return client_of(person)

    @property
    def acting(self) -> Viewer:
        """Who keeps the register."""
        return self.viewer(self.keeper)

    def back(self, taken: Any, viewer: Viewer | None = None) -> None:
        """Take a step back as the button in the toast does."""
        who = viewer or self.acting
        take_back(who, keep_step(who, handler=BACK, payload=payload_of([taken])).pk)


@pytest.fixture
def cast(region: Region) -> Cast:
    place = {"school": region.lake, "path": region.lake.path}
    room, store = (Room.objects.create(**place, name=name, kind=kind) for name, kind in
                   (("101", "classroom"), ("库房", "store")))  # fmt: skip
    teacher = somebody("class_teacher", region.first, "teacher")
    Person.objects.filter(pk=teacher.pk).update(path=region.lake.path)
    Staff.objects.create(person=teacher, **place)
    return Cast(
        region,
        keeper=somebody("school_it", region.lake, "keeper"),
        principal=somebody("principal", region.lake, "head"),
        teacher=teacher,
        room=room,
        store=store,
        pc=asset(region.lake, "教师电脑", room=room, number="A-1", serial="SN1", price=Decimal(4000), use="teachers"),
        board=asset(region.lake, "智慧黑板", kind=BOARD, room=room, number="A-2", price=Decimal(18000)),
    )
