"""The school at the lake with periods, two teachers, a published timetable, and people who look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.timetable.lessons import Lesson
from santong.domains.campus.timetable.models import Slot, Timetable
from santong.domains.campus.timetable.queries import lesson_at
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.calendars.public import PeriodPlan, set_periods, set_terms
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_year_of
from santong.kit.access import SYSTEM, Viewer

PERIODS = (("08:00", "08:40"), ("09:00", "09:40"), ("10:00", "10:40"), ("14:00", "14:40"))


@dataclass
class Cast:
    """Who and what takes part. `monday` is that of the next week, all of which has school."""

    region: Region
    monday: date
    timetable: Timetable
    affairs: Person
    first: Staff
    second: Staff
    third: Staff

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

    def slot(self, place: Organisation, weekday: int, period: int, subject: str, **more: Any) -> Slot:
        """A lesson of the timetable."""
        given = {"timetable": self.timetable, "school_class": place, "path": place.path, **more}
        return Slot.objects.create(weekday=weekday, period=period, subject=subject, **given)

    def lesson(self, day: date, period: int, place: Organisation | None = None) -> Lesson:
        """What a class, the first unless another is named, has at a time."""
        found = lesson_at(self.school, place or self.region.first, day, period)
        assert found is not None
        return found


def words(lessons: Sequence[Lesson]) -> list[str]:
    """Lessons in a few words: weekday, period, subject, and ! for one that isn't held."""
    return [f"{each.day.isoweekday()}/{each.period} {each.subject}{'' if each.held else '!'}" for each in lessons]


def employ(region: Region, name: str, subjects: str) -> Staff:
    """Somebody who teaches at the lake."""
    person = somebody("subject_teacher", region.first, name)
    return Staff.objects.create(person=person, school=region.lake, path=region.lake.path, subjects=subjects)


@pytest.fixture
def cast(region: Region) -> Cast:
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    year = school_year_of(today)
    begins = monday - timedelta(days=28)
    set_terms(acting=SYSTEM, organisation=region.city, school_year=year, terms={1: (begins, monday + timedelta(90))})
    plans = [PeriodPlan("lesson", "", time.fromisoformat(one), time.fromisoformat(other)) for one, other in PERIODS]
    set_periods(acting=SYSTEM, organisation=region.city, periods=plans)
    # Holidays of the nation could fall into the week.
    from santong.domains.platform.calendars.public import CalendarDay

    CalendarDay.objects.by_installation().delete()
    timetable = Timetable.objects.create(
        school=region.lake, path=region.lake.path, name="本学期", state="published", since=begins
    )
    return Cast(
        region, monday, timetable, somebody("teaching_affairs", region.lake, "affairs"),
        employ(region, "first", "语文"), employ(region, "second", "数学"), employ(region, "third", "语文"),
    )  # fmt: skip
