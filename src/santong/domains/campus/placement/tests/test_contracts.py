"""What the pages of placements keep, as all declared pages do, and what the import does."""

from __future__ import annotations

from typing import Any

from santong.domains.campus.placement.models import Placement
from santong.domains.campus.placement.pages import PlacementPages
from santong.domains.campus.placement.tests.conftest import add_pupils
from santong.domains.platform.access.testing import PagesContract, Region
from santong.domains.platform.organisations.public import create_classes, create_grade
from santong.kit.access import SYSTEM


class TestPlacements(PagesContract):
    pages = PlacementPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Placement:
        grade = create_grade(
            acting=SYSTEM, school=region.lake, stage="primary", level=number % 5 + 2, school_year=2026 - number // 5
        )
        create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])
        add_pupils(region.lake, grade.children.get(name__contains="1"), 4, f"m{number}-")
        if number == 0:
            add_pupils(region.lake, region.first, 2, "typed")
        row = Placement(grade=grade, school=region.lake, path=region.lake.path)
        row.save()
        return row

    def typed(self) -> dict[str, Any]:
        return {"grade": self.region.grade.pk, "whom": "grade", "weighs_boarders": "on"}

    def changed(self) -> dict[str, Any]:
        return {"weighs_results": "True"}
