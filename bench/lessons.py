"""A school of 61 classes: its timetable made from nothing, and what the pages of its lessons take, over HTTP.

`construct_s` is the time for the whole timetable, `clashes` what the evaluator finds in it. `candidates_ms` is the page
of a lesson with everybody who could stand in and everything it could be swapped with, `week_ms` the week of a class,
`absence_ms` the page that proposes who covers a whole day: the 95th percentile at the client.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command
from django.utils import timezone

from bench.contract import Run, at_least, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served

LIMITS = {
    "classes": at_least(61),
    "construct_s": at_most(20),
    "clashes": at_most(0),
    "candidates_ms": at_most(300),
    "week_ms": at_most(150),
    "absence_ms": at_most(600),
}
CLASSES = 61
PLAN = {"语文": 6, "数学": 5, "英语": 3, "道德与法治": 2, "科学": 2, "体育与健康": 3, "音乐": 2, "美术": 2, "班会": 1}
LESSONS_OF_A_TEACHER = 16


def measure(run: Run) -> Mapping[str, float]:
    """Make the school, its timetable, and ask for pages."""
    with run.installation(LOG_LEVEL="WARNING", SANTONG_DEMO="1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        made = school()
        say(f"the school is there: {made['figures']}")
        return {**made["figures"], **asked(place, made, run.pick(60, 8))}


def school() -> dict[str, Any]:
    """A school with 61 classes, as many teachers as their lessons need, and a timetable without clashes in force."""
    from santong.domains.campus.staff.public import Staff
    from santong.domains.campus.timetable.clashes import clashes, slots_of
    from santong.domains.campus.timetable.constructing import Wanted, construct
    from santong.domains.campus.timetable.models import Slot, Timetable
    from santong.domains.platform.access.testing import client_of, make_region, somebody
    from santong.domains.platform.calendars.public import set_terms
    from santong.domains.platform.identity.public import Person
    from santong.domains.platform.organisations.public import classes_of, create_classes
    from santong.kit.access import SYSTEM

    region = make_region()
    today = timezone.localdate()
    terms = {1: (today - timedelta(days=30), today + timedelta(days=90))}
    year = today.year - (today.month < 9)
    set_terms(acting=SYSTEM, organisation=region.city, school_year=year, terms=terms)
    create_classes(acting=SYSTEM, grade=region.grade, numbers=range(3, CLASSES + 1))
    classes = list(classes_of(region.lake))
    staff: dict[str, list[Any]] = {}
    wanted = []
    for school_class in classes:
        for subject, lessons in PLAN.items():
            own = staff.setdefault(subject, [])
            if not own or own[-1][1] + lessons > LESSONS_OF_A_TEACHER:
                number = sum(map(len, staff.values()))
                person = Person.objects.create_person(
                    username=f"t{number}", name=f"教师{number}", path=region.lake.path
                )
                row = Staff.objects.create(person=person, school=region.lake, path=region.lake.path, subjects=subject)
                own.append([row, 0])
            own[-1][1] += lessons
            wanted.append(Wanted(school_class, subject, lessons, own[-1][0].pk, early=subject in ("语文", "数学")))
    begin = time.perf_counter()
    table: Mapping[tuple[Any, Any], Wanted] = construct(  # type: ignore[assignment]  # keys are what they were
        wanted, [(day, period) for day in range(1, 6) for period in range(1, 8)], noon=4
    )
    took = time.perf_counter() - begin
    timetable = Timetable.objects.create(
        school=region.lake, path=region.lake.path, name="本学期", since=terms[1][0], state="published"
    )
    Slot.objects.bulk_create([
        Slot(timetable=timetable, school_class=row, path=row.path, weekday=at[0], period=at[1],
             subject=each.subject, teacher_id=each.teacher)
        for (row, at), each in table.items()
    ])  # fmt: skip
    found = clashes(slots_of(timetable))
    affairs = client_of(somebody("teaching_affairs", region.lake, "affairs"))
    figures = {"classes": len(classes), "lessons": len(table), "construct_s": took, "clashes": len(found)}
    return {
        "figures": figures, "session": affairs.cookies["session"].value, "classes": [row.pk for row in classes],
        "teachers": [row.pk for own in staff.values() for row, _lessons in own], "school": region.lake.pk,
    }  # fmt: skip


def asked(place: Installation, made: Mapping[str, Any], times: int) -> Mapping[str, float]:
    """What pages of the next Tuesday take at the client."""
    day = timezone.localdate() + timedelta(days=(1 - timezone.localdate().weekday()) % 7 or 7)
    served = Served(place, arguments=("--web", "1", "--jobs", "1", "--threads", "1"))
    served.start()
    served.wait_until_ready()
    try:
        visitor = Visitor(served.url, {"session": made["session"]})
        classes: Sequence[int] = made["classes"]
        teachers: Sequence[int] = made["teachers"]

        def of(path: Callable[[int], str]) -> float:
            _took(visitor, path(0))  # the first page of a process loads its templates
            return _p95([_took(visitor, path(number)) for number in range(times)])

        return {
            "week_ms": of(lambda n: f"/timetable/?class={classes[n % len(classes)]}&day={day}"),
            "candidates_ms": of(
                lambda n: f"/timetable/lesson/?class={classes[n % len(classes)]}&day={day}&period={n % 4 + 1}"
            ),
            "absence_ms": of(
                lambda n: (
                    f"/timetable/absence/?school={made['school']}&teacher={teachers[n % len(teachers)]}&first={day}"
                )
            ),
        }
    finally:
        served.stop()


def _took(visitor: Visitor, path: str) -> float:
    begin = time.perf_counter()
    status, text = visitor.get(path)
    if status != 200:
        raise RuntimeError(f"{status} for {path}: {text[:300]}")
    return (time.perf_counter() - begin) * 1000


def _p95(figures: Sequence[float]) -> float:
    return sorted(figures)[int(len(figures) * 0.95)]


if __name__ == "__main__":
    main("lessons", measure, LIMITS)
