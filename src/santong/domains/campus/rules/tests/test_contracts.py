"""What the pages of the library of rules keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.campus.rules.pages import RulePages
from santong.domains.campus.rules.tests.making import rule
from santong.domains.platform.access.testing import PagesContract, Region


class TestRules(PagesContract):
    pages = RulePages
    keeper, reader = "principal", "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Any:
        return rule(region.lake, f"制度{number}")

    def typed(self) -> dict[str, Any]:
        return {
            "issuer": self.region.lake.pk, "title": "借阅制度", "number": "校发 1 号", "kind": "system",
            "in_force_from": "2026-09-01", "audience": "staff", "text": "第一条 爱护图书。",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"title": "图书借阅制度"}
