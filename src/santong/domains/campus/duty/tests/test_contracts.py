"""What the pages of the week plan, of shifts and of rosters keep, as all declared pages do."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from santong.domains.campus.duty.models import PlanItem, Roster, Shift
from santong.domains.campus.duty.pages import PlanPages, RosterPages, ShiftPages
from santong.domains.campus.duty.tests.conftest import day, found_roster
from santong.domains.platform.access.testing import PagesContract, Region, somebody
from santong.domains.platform.identity.public import Person


class TestWeekPlan(PagesContract):
    pages = PlanPages
    keeper, reader = "principal", "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> PlanItem:
        today = timezone.localdate()
        return PlanItem.objects.create(organisation=region.lake, path=region.lake.path, day=today, what=f"会{number}")

    def typed(self) -> dict[str, Any]:
        today = timezone.localdate().isoformat()
        return {"organisation": self.region.lake.pk, "day": today, "begins": "09:00", "ends": "10:00", "what": "例会"}

    def changed(self) -> dict[str, Any]:
        return {"where": "会议室"}


class TestRosters(PagesContract):
    pages = RosterPages
    keeper, reader = "teaching_affairs", "class_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Roster:
        return found_roster(region.lake, f"值班{number}")

    def typed(self) -> dict[str, Any]:
        return {"organisation": self.region.lake.pk, "name": "护学", "kind": "day", "phone": "0999-5550101"}

    def changed(self) -> dict[str, Any]:
        return {"post": "南校门"}


class TestShifts(PagesContract):
    pages = ShiftPages
    keeper, reader = "principal", "subject_teacher"

    @classmethod
    def make(cls, region: Region, number: int) -> Shift:
        person = Person.objects.filter(username="watch").first() or somebody("class_teacher", region.first, "watch")
        roster = Roster.objects.filter(organisation=region.lake).first() or found_roster(region.lake)
        return Shift.objects.create(roster=roster, path=roster.path, day=day(number), person=person)
