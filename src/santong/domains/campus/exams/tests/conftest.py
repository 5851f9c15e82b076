"""A primary school with two grades of two classes, rooms, teachers and lessons, and an examination of next week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.campus.exams.actions import add_papers, choose_rooms, publish, put_examination, set_time
from santong.domains.campus.exams.invigilating import assign_invigilators
from santong.domains.campus.exams.models import Examination, ExamRoom, Paper, Seat
from santong.domains.campus.exams.seating import seat_pupils
from santong.domains.campus.places.public import Room
from santong.domains.campus.staff.public import NewTeaching, Staff, assign_teaching
from santong.domains.campus.students.public import NewGuardian, NewPupil, Pupil, enrol, link_guardians
from santong.domains.campus.timetable.public import Slot, Timetable
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.calendars.public import CalendarDay, PeriodPlan, set_periods, set_terms
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    Organisation,
    classes_of,
    create_classes,
    create_grade,
    school_year_of,
)
from santong.kit.access import SYSTEM, Viewer

PERIODS = (("08:00", "08:40"), ("09:00", "09:40"), ("10:00", "10:40"), ("14:00", "14:40"))
SUBJECTS = ("语文", "数学", "英语", "语文", "数学", "音乐", "美术", "体育与健康")
PUPILS = 8


def add_pupils(school_class: Organisation, count: int, prefix: str) -> list[Pupil]:
    """Pupils of a class."""
    school = school_class.parent.parent  # type: ignore[union-attr]
    assert school is not None
    people = [
        Person.objects.create_person(username=f"{prefix}{n}", name=f"学生{prefix}{n}", path=school_class.path)
        for n in range(count)
    ]
    drafts = [NewPupil(person, school_class) for person in people]
    return enrol(acting=SYSTEM, school=school, drafts=drafts, day=date(2026, 9, 1))


@dataclass
class Cast:
    """Who and what takes part. `monday` is that of the next week, all of which has school."""

    region: Region
    monday: date
    affairs_person: Person
    parent: Person
    grades: Sequence[Organisation]
    classes: Sequence[Organisation]
    pupils: list[Pupil]
    rooms: list[Room]
    staff: list[Staff]
    timetable: Timetable
    examination: Examination
    clients: dict[int, Client] = field(default_factory=dict)

    @property
    def affairs(self) -> Viewer:
        return viewer_in(self.affairs_person, "staff")

    @property
    def client(self) -> Client:
        return self.client_of(self.affairs_person)

    def client_of(self, person: Person) -> Client:
        """The browser of somebody, the same each time."""
        if person.pk not in self.clients:
            self.clients[person.pk] = client_of(person)
        return self.clients[person.pk]

    @property
    def url(self) -> str:
        return f"/examinations/{self.examination.pk}/"

    def paper(self, subject: str, grade: int = 0) -> Paper:
        return Paper.objects.get(examination=self.examination, subject=subject, grade=self.grades[grade])

    def seats(self, **more: Any) -> list[Seat]:
        return list(Seat.objects.filter(examination=self.examination, **more).order_by("pk"))

    def exam_rooms(self) -> list[ExamRoom]:
        return list(ExamRoom.objects.filter(examination=self.examination).order_by("number"))

    def at(self, hour: int, minute: int = 0, day: int = 0) -> datetime:
        return timezone.make_aware(datetime.combine(self.monday + timedelta(days=day), time(hour, minute)))

    def lay_out(self, *, seats: bool = True, people: bool = True) -> Examination:
        """Papers with times, rooms, seats and invigilators."""
        row = self.examination
        for at, grade in enumerate(self.grades):
            add_papers(acting=self.affairs, examination=row, grades=[grade], subjects=["语文", "数学"], minutes=60,
                       full=100)  # fmt: skip
            rooms = self.rooms[2 * at : 2 * at + 2]
            choose_rooms(acting=self.affairs, examination=row, grade=grade, rooms=rooms, rows=3, columns=4)
            for hour, subject in ((8, "语文"), (10, "数学")):
                set_time(acting=self.affairs, examination=row, paper=self.paper(subject, at), day=self.monday,
                         begins=time(hour, 30), minutes=60, full=100)  # fmt: skip
        if seats:
            seat_pupils(acting=self.affairs, examination=row)
        if people:
            assign_invigilators(acting=self.affairs, examination=row)
        return row

    def publish(self) -> Examination:
        self.lay_out()
        publish(acting=self.affairs, examination=self.examination)
        return self.examination

    def today(self, examination: Examination | None = None) -> None:
        """Move the papers to today, as it is on the day."""
        row = examination or self.examination
        now = timezone.localtime()
        for paper in Paper.objects.filter(examination=row):
            paper.put_at(now.replace(hour=6 if paper.subject == "语文" else 9, minute=0, second=0, microsecond=0))
            paper.save()
        Examination.objects.filter(pk=row.pk).update(first=now.date(), last=now.date())
        row.refresh_from_db()


def make_calendar(region: Region, monday: date) -> None:
    """Terms around a week, periods of the day, no holidays."""
    begins = monday - timedelta(days=28)
    year = school_year_of(timezone.localdate())
    set_terms(acting=SYSTEM, organisation=region.city, school_year=year, terms={1: (begins, monday + timedelta(90))})
    plans = [PeriodPlan("lesson", "", time.fromisoformat(one), time.fromisoformat(other)) for one, other in PERIODS]
    set_periods(acting=SYSTEM, organisation=region.city, periods=plans)
    CalendarDay.objects.by_installation().delete()


def make_rooms(region: Region, classes: Sequence[Organisation]) -> list[Room]:
    """The classrooms of some classes."""
    return [
        Room.objects.create(school=region.lake, path=region.lake.path, name=f"{101 + n}", seats=40, home_class=each)
        for n, each in enumerate(classes)
    ]


def next_monday() -> date:
    """That of the next week."""
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


@pytest.fixture
def cast(region: Region) -> Cast:
    monday = next_monday()
    make_calendar(region, monday)
    grade = create_grade(acting=SYSTEM, school=region.lake, stage="primary", level=5, school_year=2026)
    create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])
    classes = [region.first, region.second, *classes_of(grade)]
    pupils = [each for at, place in enumerate(classes) for each in add_pupils(place, PUPILS, "abcd"[at])]
    parent = Person.objects.create_person(username="mother", name="母亲", path=region.lake.path)
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupils[0], parent, "52")])
    staff = []
    for number, subject in enumerate(SUBJECTS):
        person = Person.objects.create_person(username=f"t{number}", name=f"老师{number}", path=region.lake.path)
        staff.append(Staff.objects.create(person=person, school=region.lake, path=region.lake.path, subjects=subject))
    taught = [NewTeaching(staff[0], region.first), NewTeaching(staff[0], region.first, "语文"),
              NewTeaching(staff[1], region.first, "数学")]  # fmt: skip
    assign_teaching(acting=SYSTEM, drafts=taught, day=monday - timedelta(days=28))
    timetable = Timetable.objects.create(
        school=region.lake, path=region.lake.path, name="本学期", state="published", since=monday - timedelta(days=28)
    )
    for place in classes:
        for period in (1, 2, 3, 4):
            Slot.objects.create(timetable=timetable, school_class=place, path=place.path, weekday=1, period=period,
                                subject="语文", teacher=staff[7] if place == region.first else None)  # fmt: skip
    affairs = somebody("teaching_affairs", region.lake, "affairs")
    examination = put_examination(
        acting=viewer_in(affairs, "staff"),
        examination=Examination(school=region.lake, name="期中考试", first=monday, last=monday + timedelta(days=1)),
    )
    return Cast(region, monday, affairs, parent, [region.grade, grade], classes, pupils, make_rooms(region, classes),
                staff, timetable, examination)  # fmt: skip
