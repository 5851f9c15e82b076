"""What the pages of evaluation keep, as all declared pages do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.governance.evaluation.models import Band, Entrant, EvaluationRound, Finding, Objection
from santong.domains.governance.evaluation.pages import (
    BandPages,
    EntrantPages,
    EvaluationPages,
    FindingPages,
    ItemPages,
    ObjectionPages,
    StandardPages,
)
from santong.domains.governance.evaluation.tests import making
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import Organisation


def day(days: int) -> str:
    """A day from today on, as forms take it."""
    return (timezone.localdate() + timedelta(days=days)).isoformat()


class CountyPagesContract(PagesContract):
    """Rows stand at a county, whose officer keeps them."""

    keeper, reader = "county_officer", "inspector"

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.east, region.west


class TestStandards(CountyPagesContract):
    pages = StandardPages

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        return making.standard(region.east, f"0细则{number}")

    def typed(self) -> dict[str, Any]:
        return {"place": self.region.east.pk, "name": "新细则", "subject": "school", "authority": "教办〔2026〕2号"}

    def changed(self) -> dict[str, Any]:
        return {"name": "细则（修订）"}


class PartPagesContract(CountyPagesContract):
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.standard = cls.rows[0].standard


class TestItems(PartPagesContract):
    pages = ItemPages

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        row = making.standard(region.east, f"细则{number}", items=(("A1", {**making.SEEN, "label": f"安全{number}"}),))
        found = row.items.get()
        found.order = 0
        found.save()
        return found

    def typed(self) -> dict[str, Any]:
        return {
            "standard": self.standard.pk, "code": "B1", "section": "师资", "label": "生师比", "kind": "fact",
            "binding": "学生数 / 专任教师数", "unit": "to_one", "roll_up": "ratio", "digits": "1", "direction": "less",
            "points": "5", "scale": "17=5", "best_of": "0", "order": "5",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"label": "校园安全与环境"}


class TestBands(PartPagesContract):
    pages = BandPages

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        row = making.standard(region.east, f"细则{number}", bands=({"label": f"甲{number}", "order": 0},))
        found: Band = row.bands.get()
        return found

    def typed(self) -> dict[str, Any]:
        return {"standard": self.standard.pk, "label": "合格", "least": "60", "order": "5"}

    def changed(self) -> dict[str, Any]:
        return {"label": "达标"}


class TestRounds(CountyPagesContract):
    pages = EvaluationPages

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        cls.standard = making.published(region.east, f"细则{number}")
        return making.draft(region.east, cls.standard, f"督导{number}")

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.east.pk, "name": "专项督导", "kind": "inspection", "standard": self.standard.pk,
            "authority": "教办〔2026〕2号", "ground": "掌握情况", "owner": "督导室", "due": day(40), "until": day(90),
            "minutes": "15", "objection_days": "7",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "专项督导（修订）"}


def _entrant(region: Region, number: int) -> Entrant:
    row: EvaluationRound = making.announced(
        region.east, making.published(region.east, f"细则{number}"), f"督导{number}"
    )
    return making.entrant(row, region.lake)


class TestEntrants(PagesContract):
    pages = EntrantPages
    keeper, reader = "principal", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        return _entrant(region, number)


class TestFindings(PagesContract):
    pages = FindingPages
    keeper, reader = "principal", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        row = _entrant(region, number)
        return Finding.objects.create(
            entrant=row, path=row.path, text=f"灭火器过期{number}", owner="总务处", due=timezone.localdate()
        )


class TestObjections(PagesContract):
    pages = ObjectionPages
    keeper, reader = "principal", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        row = _entrant(region, number)
        return Objection.objects.create(entrant=row, path=row.path, text=f"生师比有误{number}")
