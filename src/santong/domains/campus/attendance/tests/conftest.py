"""The school at the lake with two classes, families, a timetable whose lessons some teach, and people around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.attendance.actions import call_roll
from santong.domains.campus.attendance.leaves import ask_leave
from santong.domains.campus.attendance.models import PupilLeave, RollCall
from santong.domains.campus.attendance.queries import class_on
from santong.domains.campus.attendance.words import DayState
from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.public import Guardianship, NewGuardian, NewPupil, Pupil, enrol, link_guardians
from santong.domains.campus.timetable.models import Slot, Timetable
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.calendars.public import CalendarDay, PeriodPlan, set_periods, set_terms
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.models import Recipient
from santong.domains.platform.organisations.public import Organisation, school_year_of
from santong.kit.access import SYSTEM, Viewer

PERIODS = (("08:00", "08:40"), ("09:00", "09:40"), ("10:00", "10:40"), ("14:00", "14:40"))
NAMES = ("甲", "乙", "丙", "丁")


def make_pupils(school: Organisation, school_class: Organisation, names: str | tuple[str, ...]) -> list[Pupil]:
    """Invented pupils of a class."""
    people = [
        Person.objects.create_person(username=f"pupil-{school_class.pk}-{name}", name=f"岳{name}", path=school.path)
        for name in names
    ]
    return enrol(acting=SYSTEM, school=school, drafts=[NewPupil(each, school_class, "", "") for each in people],
                 day=timezone.localdate() - timedelta(days=60))  # fmt: skip


def settle_calendar(city: Organisation) -> None:
    """A term around today in which every day is taught as its weekday, weekends included, and four lessons a day."""
    today = timezone.localdate()
    year = school_year_of(today)
    begins, ends = today - timedelta(days=50), today + timedelta(days=80)
    set_terms(acting=SYSTEM, organisation=city, school_year=year, terms={1: (begins, ends)})
    plans = [PeriodPlan("lesson", "", time.fromisoformat(one), time.fromisoformat(other)) for one, other in PERIODS]
    set_periods(acting=SYSTEM, organisation=city, periods=plans)
    # Holidays of the nation could fall upon today, and so could a weekend.
    CalendarDay.objects.by_installation().delete()
    days = [begins + timedelta(days=number) for number in range((ends - begins).days + 1)]
    CalendarDay.objects.bulk_create(
        CalendarDay(organisation=city, path=city.path, day=day, kind="workday", follows=day.isoweekday())
        for day in days if day.isoweekday() > 5
    )  # fmt: skip


@dataclass
class Cast:
    """Who and what takes part; `pupils` are those of the first class, in the order of their names."""

    region: Region
    pupils: list[Pupil]
    people: Mapping[str, Person]
    slots: Timetable

    @property
    def today(self) -> date:
        """A day with school."""
        return timezone.localdate()

    @property
    def first(self) -> Organisation:
        """The class that the class teacher leads."""
        return self.region.first

    def viewer(self, name: str) -> Viewer:
        """Somebody in their identity."""
        category = {"mother": "parent", "stranger": "parent", "child": "pupil"}.get(name, "staff")
        return viewer_in(self.people[name], category)

    def client(self, name: str) -> Client:
        """Somebody's browser."""
        return client_of(self.people[name])

    def call(
        self, by: str = "head", session: int = 0, at: Any = None, day: date | None = None, **said: str
    ) -> RollCall:
        """Call the roll of the first class; `said` names pupils by their place: `_0="absent"`."""
        states = {self.pupils[int(key[1:])].pk: state for key, state in said.items()}
        return call_roll(
            acting=self.viewer(by), school_class=self.first, day=day or self.today, session=session, said=states, at=at
        )

    def state(self, number: int, day: date | None = None) -> DayState:
        """The day of a pupil."""
        return class_on(self.first, day or self.today).pupils[number].state

    def ask(self, by: str = "mother", number: int = 0, days: tuple[int, int] = (0, 0), **more: Any) -> PupilLeave:
        """Ask for leave of a pupil, from a day to another as seen from today."""
        since, until = (self.today + timedelta(days=each) for each in days)
        given = {"kind": "sick", "reason": "发烧", **more}
        return ask_leave(acting=self.viewer(by), pupil=self.pupils[number], since=since, until=until, **given)

    def told(self, name: str) -> list[str]:
        """The titles of what somebody was told and that holds, the oldest first."""
        rows = Recipient.objects.filter(person=self.people[name], notice__state="sent").order_by("notice__pk")
        return [row.notice.title for row in rows.select_related("notice")]


def employ(region: Region, person: Person) -> Staff:
    """Let somebody teach at the lake."""
    return Staff.objects.create(person=person, school=region.lake, path=region.lake.path, subjects="数学")


@pytest.fixture
def cast(region: Region) -> Cast:
    settle_calendar(region.city)
    pupils = make_pupils(region.lake, region.first, NAMES)
    people = {
        "head": somebody("class_teacher", region.first, "head"),
        "other": somebody("class_teacher", region.second, "other"),
        "maths": somebody("subject_teacher", region.second, "maths"),
        "reader": somebody("subject_teacher", region.first, "reader"),
        "affairs": somebody("teaching_affairs", region.lake, "affairs"),
        "principal": somebody("principal", region.lake, "principal"),
        "far": somebody("principal", region.far, "far"),
        "county": somebody("county_officer", region.east, "county"),
        "mother": Person.objects.create_person(username="mother", name="岳母亲", path=region.lake.path),
        "stranger": Person.objects.create_person(username="stranger", name="别人家长", path=region.lake.path),
        "child": pupils[0].person,
    }
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupils[0], people["mother"], Guardianship.Relation.MOTHER)])
    others = make_pupils(region.lake, region.second, ("戊",))
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(others[0], people["stranger"], Guardianship.Relation.FATHER)])
    table = Timetable.objects.create(
        school=region.lake, path=region.lake.path, name="本学期", state="published",
        since=timezone.localdate() - timedelta(days=50),
    )  # fmt: skip
    maths = employ(region, people["maths"])
    Slot.objects.bulk_create(
        Slot(timetable=table, school_class=region.first, path=region.first.path, weekday=weekday, period=period,
             subject="数学", teacher=maths if period == 2 else None)
        for weekday in range(1, 8) for period in range(1, 5)
    )  # fmt: skip
    return Cast(region, pupils, people, table)
