"""What the pages of the network keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from santong.domains.campus.network.models import Coverage, Floor, Link, SpeedTest
from santong.domains.campus.network.pages import CoveragePages, FloorPages, LinkPages, SpeedTestPages
from santong.domains.campus.places.public import Room
from santong.domains.platform.access.testing import CityPagesContract, PagesContract, Region


def place(region: Region) -> dict[str, Any]:
    return {"school": region.lake, "path": region.lake.path}


class TestLinks(PagesContract):
    pages = LinkPages
    keeper, reader = "school_it", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Link:
        return Link.objects.create(**place(region), name=f"线路{number}", operator="mobile", down=100, up=20)

    def typed(self) -> dict[str, Any]:
        return {"school": self.region.lake.pk, "name": "主线", "operator": "telecom", "down": "200", "up": "50"}

    def changed(self) -> dict[str, Any]:
        return {"down": "300", "until": "2030-01-31"}


class TestFloors(CityPagesContract):
    pages = FloorPages
    keeper, reader = "bureau_officer", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Floor:
        stage = ("primary", "junior", "senior", "special", "vocational")[number]
        return Floor.objects.create(place=region.city, path=region.city.path, stage=stage, down=100)

    def typed(self) -> dict[str, Any]:
        return {"place": self.region.city.pk, "stage": "", "down": "100", "up": "0"}

    def changed(self) -> dict[str, Any]:
        return {"down": "200"}


class TestSpeedTests(PagesContract):
    pages = SpeedTestPages
    keeper, reader = "school_it", "county_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> SpeedTest:
        return SpeedTest.objects.create(**place(region), ended_at=timezone.now(), down=90_000 + number, up=20_000)


class TestCoverage(PagesContract):
    pages = CoveragePages
    keeper, reader = "school_it", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Coverage:
        room = Room.objects.create(**place(region), name=f"10{number}")
        return Coverage.objects.create(**place(region), room=room, state="yes")
