"""What the pages of issues, rules and settlements keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.governance.checks.models import CheckRule, DataIssue, Settlement
from santong.domains.governance.checks.pages import CheckRulePages, IssuePages, SettlementPages
from santong.domains.governance.checks.tests import making
from santong.domains.governance.reports.tests.making import last_month
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import Organisation


class CountyPagesContract(PagesContract):
    """Rows stand at a county, whose officer keeps them."""

    keeper, reader = "county_officer", "inspector"

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.east, region.west


class TestIssues(PagesContract):
    pages = IssuePages
    keeper, reader = "principal", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> DataIssue:
        rule = making.rule(region.city, name=f"规则{number}")
        return DataIssue.objects.create(
            rule=rule, kind=rule.kind, place=region.lake, path=region.lake.path, month=last_month(),
            facts={"学生数": 3, "专任教师数": 10},
        )  # fmt: skip


class TestRules(CountyPagesContract):
    pages = CheckRulePages

    @classmethod
    def make(cls, region: Region, number: int) -> CheckRule:
        return making.rule(region.east, name=f"规则{number}")

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.east.pk, "name": "班额", "kind": "peers", "formula": "学生数 / 班级数",
            "unit": "people", "digits": "1", "tolerance": "5", "keeper": "teaching_affairs", "says": "请核对班级数",
            "is_on": "on",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "班额（修订）"}


class TestSettlements(CountyPagesContract):
    pages = SettlementPages
    rule: CheckRule

    @classmethod
    def make(cls, region: Region, number: int) -> Settlement:
        cls.rule = CheckRule.objects.by_installation().get(code="SRC-PUPILS")
        return Settlement.objects.create(
            rule=cls.rule, place=region.east, path=region.east.path, holds="first", reason="以学籍系统为准的理由",
            number=number + 1,
        )  # fmt: skip

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.east.pk, "rule": self.rule.pk, "holds": "other", "reason": "报表经县区逐校核对确认",
        }  # fmt: skip
