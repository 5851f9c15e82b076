"""An examination of every school of the demonstration region next week, with seats and invigilators."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta
from math import ceil

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.exams.actions import add_papers, choose_rooms, propose_times, publish, put_examination
from santong.domains.campus.exams.invigilating import assign_invigilators
from santong.domains.campus.exams.models import KEEP, Examination
from santong.domains.campus.exams.queries import candidates_of, grades_to_sit
from santong.domains.campus.exams.seating import seat_pupils
from santong.domains.campus.places.public import rooms_of
from santong.domains.platform.access.public import holders_nearest, viewer_in
from santong.domains.platform.calendars.public import school_days
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer
from santong.kit.demo import Region
from santong.kit.refusals import NotPossible

NAME = "期中考试"
STARTS = (time(8, 30), time(10, 40), time(14, 0))
ROWS, GRADES, LAST_PRIMARY = 6, 2, 6
"""How many grades of a school sit it."""


def examine(region: Region) -> None:
    """An examination for each school; published at those where people try things out."""
    schools = list(Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path"))
    for number, school in enumerate(schools):
        with transaction.atomic():
            _examine(school)
        if number % 50 == 49:
            region.say(f"  {number + 1} of {len(schools)} schools with their examinations")


def _examine(school: Organisation) -> None:
    grades = _sitting(school)
    days = _days(school)
    if not grades or len(days) < 2:
        return
    acting = _keeper(school)
    row = put_examination(
        acting=acting, examination=Examination(school=school, name=NAME, first=days[0], last=days[1])
    )  # fmt: skip
    for grade in grades:
        add_papers(
            acting=acting, examination=row, grades=[grade], subjects=_subjects(grade.grade.level),
            minutes=_minutes(grade.grade.level), full=100 if grade.grade.level < 7 else 120,
        )  # fmt: skip
        rooms = list(rooms_of(school, days[0]).filter(home_class__path__startswith=grade.path))
        columns = max(5, ceil(len(candidates_of(grade, school)) / (ROWS * max(1, len(rooms)))))
        choose_rooms(acting=acting, examination=row, grade=grade, rooms=rooms, rows=ROWS, columns=columns)
    propose_times(acting=acting, examination=row, starts=STARTS, most_a_day=3)
    seat_pupils(acting=acting, examination=row)
    assign_invigilators(acting=acting, examination=row)
    if acting is not SYSTEM:
        with suppress(NotPossible):
            publish(acting=acting, examination=row)


def _sitting(school: Organisation) -> list[Organisation]:
    """The oldest grades of primary schools, the youngest of others."""
    grades = [grade for grade in grades_to_sit(school) if candidates_of(grade, school)]
    older = [grade for grade in grades if grade.grade.level > LAST_PRIMARY]
    return older[:GRADES] if older else grades[-GRADES:]


def _keeper(school: Organisation) -> Viewer:
    """Who arranges it: teaching affairs, the principal, or where there is neither, the installation."""
    keys = holders_nearest(["teaching_affairs"], school.path) or holders_nearest(["principal"], school.path)
    person = Person.objects.noted(keys[:1]).first()
    viewer = viewer_in(person, "staff") if person is not None else None
    return viewer if viewer is not None and viewer.can(KEEP, school.path) else SYSTEM


def _days(school: Organisation) -> list[date]:
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    return school_days(school.path, monday, monday + timedelta(days=20))


def _subjects(level: int) -> list[str]:
    if level <= 2:
        return ["语文", "数学"]
    return ["语文", "数学", "英语"] if level <= 6 else ["语文", "数学", "英语", "物理", "道德与法治"]


def _minutes(level: int) -> int:
    return 60 if level <= 6 else 100
