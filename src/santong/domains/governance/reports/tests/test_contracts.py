"""What the pages of templates, fields, rounds and reports keep, as all declared pages do."""

from __future__ import annotations

from datetime import date
from typing import Any

from santong.domains.governance.reports.actions import put_field
from santong.domains.governance.reports.models import Report, ReportField, Round, TemplateVersion
from santong.domains.governance.reports.pages import FieldPages, ReportPages, RoundPages, TemplatePages
from santong.domains.governance.reports.tests import making
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM


class CountyPagesContract(PagesContract):
    """Rows stand at a county, whose officer keeps them."""

    keeper, reader = "county_officer", "inspector"

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.east, region.west


class TestTemplates(CountyPagesContract):
    pages = TemplatePages

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        return making.template(region.east, f"0月报{number}", until=date(2090, 1, 1))

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.east.pk, "name": "周知", "rhythm": "month", "level": "school",
            "authority": "教办〔2026〕2号",
            "ground": "掌握进度", "owner": "电教科", "since": "2026-01-01", "until": "2028-12-31",
            "days": "10", "minutes": "3",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "月报（修订）"}


class TestFields(CountyPagesContract):
    pages = FieldPages

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.template = cls.rows[0].template

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        row = making.template(region.east, f"月报{number}", fields={})
        values = {**making.FACT, "label": f"在校学生{number}", "binding": "学生数", "order": 0}
        return put_field(acting=SYSTEM, field=ReportField(template=row, code=f"A{number}", **values))

    def typed(self) -> dict[str, Any]:
        return {
            "template": self.template.pk, "code": "B1", "section": "规模", "label": "班级", "kind": "fact",
            "binding": "班级数", "unit": "count", "roll_up": "sum", "digits": "0", "order": "5",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"label": "学籍在册学生"}


def _round(region: Region, number: int) -> Round:
    row = making.template(region.east, f"月报{number}", fields={})
    version = TemplateVersion.objects.create(template=row, number=1, fields=[])
    month = making.last_month()
    return Round.objects.create(
        template=row, version=version, place=region.east, path=region.east.path, first=month,
        last=making.span(month).last, due=making.span(month).last,
    )  # fmt: skip


class TestRounds(CountyPagesContract):
    pages = RoundPages

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        return _round(region, number)


class TestReports(PagesContract):
    pages = ReportPages
    keeper, reader = "principal", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        row = _round(region, number)
        path = region.lake.path
        return Report.objects.create(round=row, place=region.lake, path=path, stood=path)
