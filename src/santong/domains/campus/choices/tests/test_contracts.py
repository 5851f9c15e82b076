"""What the pages of choices and moving classes keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from santong.domains.campus.choices.models import (
    ChoiceRound,
    Chooser,
    GroupMember,
    MovingPlan,
    Offer,
    TeachingGroup,
)
from santong.domains.campus.choices.moving_pages import GroupPages, MemberPages, MovingPages
from santong.domains.campus.choices.pages import ChoicePages, ChooserPages, OfferPages
from santong.domains.campus.choices.tests.conftest import add_pupils, begin, offer, today
from santong.domains.platform.access.testing import PagesContract, Region


class TestRounds(PagesContract):
    pages = ChoicePages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> ChoiceRound:
        row = begin(region, name=f"社团 {number}")
        offer(row, "合唱")
        return row

    def typed(self) -> dict[str, Any]:
        return {
            "name": "选修", "kind": "elective", "each": 1, "ranked": 3, "final_until": today().isoformat(),
            "grades": [self.region.grade.pk], "school": self.region.lake.pk,
        }  # fmt: skip

    def changed(self) -> dict[str, Any]:
        return {"name": "下学期选修"}


class TestOffers(PagesContract):
    pages = OfferPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Offer:
        row = begin(region, name=f"选课 {number}")
        return offer(row, f"合唱 {number}", about="学唱三首歌")

    def typed(self) -> dict[str, Any]:
        return {"round": self.row.round_id, "name": "足球", "periods": 1, "least": 5, "most": 20}

    def changed(self) -> dict[str, Any]:
        return {"name": "足球甲"}


class TestChoosers(PagesContract):
    pages = ChooserPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> Chooser:
        row = begin(region, name=f"选课 {number}", state="final")
        offer(row, "合唱")
        [pupil] = add_pupils(region.lake, region.first, 1, f"c{number}")
        return Chooser.objects.create(round=row, pupil=pupil, path=pupil.path, code="0001")


def plan_of(region: Region, number: int) -> MovingPlan:
    """A plan that was formed and is in force."""
    row = begin(region, name=f"选科 {number}", kind="combination", state="announced")
    return MovingPlan.objects.create(round=row, path=row.path, state="found", runs=1)


class TestPlans(PagesContract):
    pages = MovingPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> MovingPlan:
        cls.free = begin(region, name=f"无方案 {number}", kind="combination", state="drawn")
        return plan_of(region, number)

    def typed(self) -> dict[str, Any]:
        return {"round": self.free.pk, "bands": 4, "largest": 45, "together": 0}

    def changed(self) -> dict[str, Any]:
        return {"largest": "40"}


class TestGroups(PagesContract):
    pages = GroupPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> TeachingGroup:
        plan = plan_of(region, number)
        return TeachingGroup.objects.create(plan=plan, path=plan.path, subject="物理", number=1, band=1)

    def changed(self) -> dict[str, Any]:
        from santong.domains.campus.places.public import Building, Room

        building, _new = Building.objects.get_or_create(
            school=self.region.lake, path=self.region.lake.path, name="教学楼"
        )
        room, _new = Room.objects.get_or_create(
            school=self.region.lake, path=self.region.lake.path, building=building, name="101", kind="classroom"
        )
        return {"room": room.pk}


class TestMembers(PagesContract):
    pages = MemberPages
    keeper, reader = "teaching_affairs", ""

    @classmethod
    def make(cls, region: Region, number: int) -> GroupMember:
        plan = plan_of(region, number)
        group = TeachingGroup.objects.create(plan=plan, path=plan.path, subject="物理", number=1, band=1)
        [pupil] = add_pupils(region.lake, region.first, 1, f"m{number}")
        return GroupMember.objects.create(
            plan=plan, pupil=pupil, path=pupil.path, subject="物理", level="final", group=group
        )
