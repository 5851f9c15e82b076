"""What the pages of warnings and thresholds keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from santong.domains.campus.warnings.models import EarlyWarning, WarningRule
from santong.domains.campus.warnings.pages import WarningPages, WarningRulePages
from santong.domains.platform.access.testing import PagesContract, Region


class TestWarnings(PagesContract):
    pages = WarningPages
    keeper, reader = "principal", "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> EarlyWarning:
        today = timezone.localdate()
        return EarlyWarning.objects.create(
            kind=f"kind{number}", school=region.lake, place=region.first, path=region.first.path, since=today,
            until=today, passed_on=today,
        )  # fmt: skip


class TestThresholds(PagesContract):
    pages = WarningRulePages
    keeper = "principal"

    @classmethod
    def make(cls, region: Region, number: int) -> WarningRule:
        kind = ("share", "results", "no_calls")[number] if number < 3 else f"kind{number}"
        return WarningRule.objects.create(
            place=region.lake, path=region.lake.path, kind=kind, number=3, days=10, reason="学校与家长的约定"
        )

    def typed(self) -> dict[str, Any]:
        return {
            "place": self.region.lake.pk, "kind": "absences", "number": "4", "days": "12", "is_on": "on",
            "reason": "学校与家长的约定",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"number": "5"}
