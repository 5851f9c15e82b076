"""What the pages of places and the import of rooms keep, as all do."""

from __future__ import annotations

from typing import Any

import pytest

from santong.domains.campus.places.importing import RoomImport
from santong.domains.campus.places.models import Building, Room, Site
from santong.domains.campus.places.pages import BuildingPages, RoomPages, SitePages
from santong.domains.platform.access.testing import PagesContract, Region
from santong.kit.testing.importing import ModelImportContract

pytestmark = pytest.mark.django_db


def place(region: Region) -> dict[str, Any]:
    return {"school": region.lake, "path": region.lake.path}


class TestRooms(PagesContract):
    pages = RoomPages
    keeper, reader = "school_it", "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Room:
        building, _new = Building.objects.get_or_create(name="明德楼", defaults=place(region), school=region.lake)
        return Room.objects.create(**place(region), building=building, name=f"10{number}", seats=45)

    def typed(self) -> dict[str, Any]:
        return {"name": "会议室", "kind": "meeting", "school": self.region.lake.pk, "bookable": "staff"}

    def changed(self) -> dict[str, Any]:
        return {"seats": "52", "home_class": str(self.region.first.pk)}


class TestBuildings(PagesContract):
    pages = BuildingPages
    keeper, reader = "principal", "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Building:
        return Building.objects.create(**place(region), name=f"{number}号楼")

    def typed(self) -> dict[str, Any]:
        return {"name": "博学楼", "school": self.region.lake.pk}

    def changed(self) -> dict[str, Any]:
        return {"floors": "5"}


class TestSites(PagesContract):
    pages = SitePages
    keeper, reader = "teaching_affairs", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Site:
        return Site.objects.create(**place(region), name=f"校区{number}")

    def typed(self) -> dict[str, Any]:
        return {"name": "东校区", "school": self.region.lake.pk, "address": "湖滨路1号"}

    def changed(self) -> dict[str, Any]:
        return {"address": "湖滨路2号"}


class TestRoomImport(ModelImportContract):
    target = RoomImport()
    row = {
        "site_name": "东校区", "building_name": "明德楼", "floor": "三楼", "name": "301", "kind": "普通教室",
        "seats": "45座", "class": "一年级(1)班", "bookable": "否", "note": "朝南",
    }  # fmt: skip
    changed = {"seats": "50", "kind": "机房"}
    makes = (Site, Building, Room)

    @pytest.fixture
    def context(self, region: Region) -> dict[str, Any]:
        return {"school": region.lake.pk}
