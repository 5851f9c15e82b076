"""What the pages of supervised tasks keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.campus.supervision import actions
from santong.domains.campus.supervision.models import Assignment, SupervisedTask
from santong.domains.campus.supervision.pages import AssignmentPages, TaskPages
from santong.domains.campus.supervision.tests.conftest import day, draft
from santong.domains.platform.access.testing import PagesContract, Region
from santong.kit.access import SYSTEM


class TestIssued(PagesContract):
    pages = TaskPages
    keeper, reader = "principal", "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> SupervisedTask:
        return draft(region.lake, f"任务{number}")

    def typed(self) -> dict[str, Any]:
        return {
            "issuer": self.region.lake.pk, "title": "更换排风扇", "aim": "全部换新", "source": "meeting",
            "due": day(7).isoformat(),
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"title": "更换全部排风扇"}


class TestAssignments(PagesContract):
    pages = AssignmentPages
    keeper, reader = "principal", "teaching_affairs"

    @classmethod
    def make(cls, region: Region, number: int) -> Assignment:
        task = draft(region.east, f"任务{number}")
        actions.add_lead(acting=SYSTEM, task=task, organisation=region.lake)
        actions.issue(acting=SYSTEM, task=task)
        return Assignment.objects.get(task=task)
