"""The school at the lake with periods, two classes, three teachers and a small plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.staff.public import Staff, Teaching
from santong.domains.campus.teaching_plans.models import PlanLine, Rule, Search
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.calendars.public import PeriodPlan, set_periods
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer

PERIODS = (("08:00", "08:40"), ("09:00", "09:40"), ("10:00", "10:40"), ("14:00", "14:40"))
PLAN = {"语文": 6, "数学": 5, "体育与健康": 3, "班会": 1}


@dataclass
class Cast:
    """Who and what takes part."""

    region: Region
    affairs: Person
    staff: dict[str, Staff]

    @property
    def school(self) -> Organisation:
        """The school at the lake."""
        return self.region.lake

    @property
    def viewer(self) -> Viewer:
        """Who arranges."""
        return viewer_in(self.affairs, "staff")

    def client(self, person: Person | None = None) -> Any:
        """A browser, of who arranges unless somebody else is named."""
        return client_of(person or self.affairs)

    def line(self, place: Organisation, subject: str, lessons: int, **more: Any) -> PlanLine:
        """A line of the plan."""
        return PlanLine.objects.create(
            school=self.school, place=place, path=place.path, subject=subject, lessons=lessons, **more
        )

    def rule(self, kind: str, **more: Any) -> Rule:
        """A rule that must hold unless another weight is given."""
        return Rule.objects.create(school=self.school, path=self.school.path, kind=kind, **more)

    def search(self, **more: Any) -> Search:
        """A search, not begun yet."""
        given = {"name": "下学期", "since": date(2027, 2, 22), "seconds": 8, **more}
        return Search(school=self.school, path=self.school.path, **given)


def employ(region: Region, name: str, subjects: str) -> Staff:
    """Somebody who teaches at the lake."""
    person = somebody("subject_teacher", region.first, name)
    return Staff.objects.create(person=person, school=region.lake, path=region.lake.path, subjects=subjects)


@pytest.fixture
def cast(region: Region) -> Cast:
    plans = [PeriodPlan("lesson", "", time.fromisoformat(one), time.fromisoformat(other)) for one, other in PERIODS]
    set_periods(acting=SYSTEM, organisation=region.city, periods=plans)
    staff = {name: employ(region, name, "语文") for name in ("first", "second", "third")}
    made = Cast(region, somebody("teaching_affairs", region.lake, "affairs"), staff)
    since = timezone.localdate() - timedelta(days=30)
    for subject, lessons in PLAN.items():
        made.line(region.grade, subject, lessons)
    for place in (region.first, region.second):
        own = {"语文": "first" if place == region.first else "second", "数学": "third", "体育与健康": "third"}
        for subject, name in own.items():
            Teaching.objects.create(
                staff=staff[name], school_class=place, path=place.path, subject=subject, since=since
            )
        lead = staff["first" if place == region.first else "second"]
        Teaching.objects.create(
            staff=lead, school_class=place, path=place.path, kind="class_teacher", subject="", since=since
        )
    return made
