"""What the pages of indicators and plans keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.governance.indicators.actions import put_indicator, put_plan
from santong.domains.governance.indicators.pages import IndicatorPages, IndicatorPlanPages
from santong.domains.governance.indicators.tests.making import CASE, definition, plan
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM


class CountyPagesContract(PagesContract):
    """Rows stand at a county, whose officer keeps them."""

    keeper = "county_officer"

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.east, region.west


class TestIndicators(CountyPagesContract):
    pages = IndicatorPages
    reader = "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        row = definition(code=f"0-{number}", name=f"指标{number}", place=region.east)
        return put_indicator(acting=SYSTEM, indicator=row)

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.east.pk, "code": "0-new", "name": "生师比", "formula": "学生数 / 专任教师数",
            "unit": "to_one",
            "direction": "less", "level": "school", "roll_up": "ratio", "digits": "1", "when_blank": "unknown",
            "when_zero": "fails", "applies_to": ["primary", "junior"], "cases": CASE, "authority": "县教育局",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "学生与教师之比"}


class TestPlans(CountyPagesContract):
    pages = IndicatorPlanPages
    reader = "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        return put_plan(acting=SYSTEM, plan=plan(region.east, f"规划{number}"))

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.east.pk, "name": "三年行动", "authority": "县教〔2026〕1号", "since": "2026-01-01",
            "until": "2028-12-31", "aims": "全部达标",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "三年行动计划"}
