"""What the pages of the register and its import keep, as all do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.assets.importing import AssetImport
from santong.domains.campus.assets.models import (
    Asset,
    AssetClass,
    Difference,
    Loan,
    Movement,
    Numbering,
    Repair,
    Retirement,
    StockTake,
)
from santong.domains.campus.assets.pages import (
    AssetPages,
    ClassPages,
    DifferencePages,
    LoanPages,
    NumberingPages,
    RepairPages,
    RetirementPages,
    StockTakePages,
)
from santong.domains.campus.assets.tests.conftest import PC, asset
from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import Staff
from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.identity.public import Person
from santong.kit.testing.importing import ModelImportContract

pytestmark = pytest.mark.django_db


def place(region: Region) -> dict[str, Any]:
    return {"school": region.lake, "path": region.lake.path}


def pc() -> int:
    return AssetClass.objects.get(path="", name=PC).pk


class TestAssets(PagesContract):
    pages = AssetPages
    keeper, reader = "school_it", "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Asset:
        return asset(region.lake, f"电脑{number}")

    def typed(self) -> dict[str, Any]:
        return {"name": "投影机", "school": self.region.lake.pk, "asset_class": pc(), "use": "classroom"}

    def changed(self) -> dict[str, Any]:
        return {"model": "T500", "price": "4200.00"}


class TestClasses(PagesContract):
    pages = ClassPages
    keeper, reader = "teaching_affairs", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> AssetClass:
        return AssetClass.objects.create(**place(region), name=f"乐器{number}")

    def typed(self) -> dict[str, Any]:
        return {"name": "体育器材", "school": self.region.lake.pk, "group": "teaching", "lifetime": "8"}

    def changed(self) -> dict[str, Any]:
        return {"lifetime": "10"}


class TestNumbering(PagesContract):
    pages = NumberingPages
    keeper, reader = "principal", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Numbering:
        found, _new = Numbering.objects.get_or_create(school=region.lake, defaults={"path": region.lake.path})
        return found

    def typed(self) -> dict[str, Any]:
        Numbering.objects.all().delete()
        return {"pattern": "HB{n:4}", "school": self.region.lake.pk}

    def changed(self) -> dict[str, Any]:
        return {"pattern": "HB{n:6}"}


def person(region: Region) -> Person:
    return Person.objects.filter(username="borrower").first() or somebody("class_teacher", region.first, "borrower")


class TestLoans(PagesContract):
    pages = LoanPages
    keeper, reader = "school_it", "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Loan:
        row = asset(region.lake, f"电脑{number}")
        due = timezone.localdate() + timedelta(days=number)
        return Loan.objects.create(asset=row, path=row.path, borrower=person(region), due=due)


class TestRepairs(PagesContract):
    pages = RepairPages
    keeper, reader = "school_it", "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Repair:
        row = asset(region.lake, f"电脑{number}")
        return Repair.objects.create(asset=row, path=row.path, fault="dead", reported_by=person(region))


class TestRetirements(PagesContract):
    pages = RetirementPages
    keeper, reader = "teaching_affairs", "county_officer"

    @classmethod
    def make(cls, region: Region, number: int) -> Retirement:
        return Retirement.objects.create(**place(region), title=f"报废清单{number}")

    def typed(self) -> dict[str, Any]:
        return {"title": "机房更新", "school": self.region.lake.pk, "reason": "worn"}

    def changed(self) -> dict[str, Any]:
        return {"paper": "校发〔2026〕3号"}


class TestStockTakes(PagesContract):
    pages = StockTakePages
    keeper, reader = "school_it", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> StockTake:
        state = StockTake.State.DONE
        return StockTake.objects.create(**place(region), title=f"盘点{number}", state=state)

    def typed(self) -> dict[str, Any]:
        return {"title": "秋季盘点", "school": self.region.lake.pk}


class TestDifferences(PagesContract):
    pages = DifferencePages
    keeper, reader = "school_it", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Difference:
        rows = StockTake.objects.filter(school=region.lake)
        take = rows.first() or StockTake.objects.create(**place(region), title="盘点", state="settling")
        row = asset(region.lake, f"电脑{number}")
        return Difference.objects.create(stock_take=take, path=row.path, asset=row, kind="missing")


class TestAssetImport(ModelImportContract):
    target = AssetImport()
    row = {
        "number": "ZC-0001", "name": "教师用台式电脑", "class_name": "台式计算机", "maker": "启云", "model": "T500",
        "serial": "QY0001", "quantity": "1台", "bought_on": "2023-09-01", "price": "¥4,200.00", "money": "专项资金",
        "use": "教师机", "keeper_name": "Person keeper", "room_name": "101", "state": "正常", "note": "讲台",
    }  # fmt: skip
    changed = {"price": "4300", "state": "闲置", "room_name": "库房"}
    makes = (Asset, Movement)

    @pytest.fixture
    def context(self, region: Region) -> dict[str, Any]:
        for name in ("101", "库房"):
            Room.objects.create(**place(region), name=name)
        Staff.objects.create(person=somebody("class_teacher", region.first, "keeper"), **place(region))
        return {"school": region.lake.pk}

    def test_what_was_read_stands_in_the_register(self, context: dict[str, Any]) -> None:
        from santong.kit.testing.importing import run

        assert not run(self.target, self.sheet(self.row), context).problems
        row = Asset.objects.select_related("room", "keeper").get()
        assert (row.number, row.price, row.bought_on) == ("ZC-0001", 4200, date(2023, 9, 1))
        assert (row.use, row.money, row.state) == ("teachers", "project", "in_use")
        assert (row.room.name, row.keeper.username) == ("101", "keeper")
        assert row.movements.count() == 1
