"""What the pages of plans, rules and searches and the import of plans keep, as all do."""

from __future__ import annotations

from typing import Any

import pytest

from santong.domains.campus.teaching_plans.importing import PlanImport
from santong.domains.campus.teaching_plans.models import PlanLine, Rule, Search
from santong.domains.campus.teaching_plans.pages import TeachingPlanPages, TimetableRulePages, TimetableSearchPages
from santong.domains.platform.access.testing import PagesContract, Region
from santong.kit.testing.importing import ModelImportContract

pytestmark = pytest.mark.django_db


class TestPlans(PagesContract):
    pages = TeachingPlanPages
    keeper, reader = "teaching_affairs", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> PlanLine:
        return PlanLine.objects.create(
            school=region.lake, place=region.grade, path=region.grade.path, subject=f"科目{number}", lessons=2
        )

    def typed(self) -> dict[str, Any]:
        return {
            "school": self.region.lake.pk, "place": self.region.grade.pk, "subject": "语文", "lessons": "6",
            "doubles": "1", "rhythm": "every",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"lessons": "3"}


class TestRules(PagesContract):
    pages = TimetableRulePages
    keeper, reader = "teaching_affairs", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Rule:
        return Rule.objects.create(
            school=region.lake, path=region.lake.path, kind="spread", subject=f"科目{number}", weight="good"
        )

    def typed(self) -> dict[str, Any]:
        return {
            "school": self.region.lake.pk, "kind": "not_at", "subject": "体育与健康", "periods": ["1"],
            "weight": "must",
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"weight": "possible"}


class TestSearches(PagesContract):
    pages = TimetableSearchPages
    keeper, reader = "teaching_affairs", "inspector"

    @classmethod
    def make(cls, region: Region, number: int) -> Search:
        return Search.objects.create(
            school=region.lake, path=region.lake.path, name=f"第{number}版", since="2027-02-22", state="done"
        )

    def typed(self) -> dict[str, Any]:
        from datetime import time

        from santong.domains.platform.calendars.public import PeriodPlan, set_periods
        from santong.kit.access import SYSTEM

        set_periods(
            acting=SYSTEM, organisation=self.region.city, periods=[PeriodPlan("lesson", "", time(8), time(8, 40))]
        )
        if not PlanLine.objects.by_installation().exists():
            TestPlans.make(self.region, 1)
        return {"school": self.region.lake.pk, "name": "下学期", "since": "2027-02-22", "minutes": "0"}


class TestImport(ModelImportContract):
    target = PlanImport()
    row = {
        "grade_or_class": "一年级", "subject": "语文", "lessons": "6节", "doubles": "1", "rhythm": "每周",
        "room_kind": "普通教室", "joined": "否",
    }  # fmt: skip
    changed = {"lessons": "5", "doubles": "0"}
    makes = (PlanLine,)

    @pytest.fixture
    def context(self, region: Region) -> dict[str, Any]:
        return {"school": region.lake.pk}
