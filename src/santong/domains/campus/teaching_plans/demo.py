"""Teaching plans and rules of all schools of the demonstration region, as their timetables are; lessons of groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from santong.domains.campus.places.public import Room
from santong.domains.campus.teaching_plans.building import WEEKDAYS, placement_of, plan_of, slots_from, week_of
from santong.domains.campus.teaching_plans.by_hand import board_of, changes_for
from santong.domains.campus.teaching_plans.models import PlanLine, Rule
from santong.domains.campus.teaching_plans.taking_over import kind_of, take_over_groups
from santong.domains.campus.teaching_plans.usual import usual_rules
from santong.domains.campus.timetable.public import (
    ROOMS,
    Timetable,
    copy,
    fill,
    groups_of_school,
    in_force,
    publish,
    rearrange,
    slots_of,
    usual_lessons,
)
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.calendars.public import monday_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, classes_of, grades_of, school_of
from santong.kit.access import SYSTEM
from santong.kit.demo import Region
from santong.lib.timetabling.problem import Week
from santong.lib.timetabling.solving import Contradicted, Found, solve

DRAFTED, MOVED = 37, 3
"""How far apart the lessons lie that are moved in a draft, and how many are."""
LESSONS, PATIENCE = 2, 60
"""Lessons of a group a week, and for how many seconds a timetable with them is looked for."""
USED_TIMES = 25
"""Of 35 a week, as many as rooms of a kind can well be used at."""


def plan_schools(region: Region) -> None:
    """The plan of every grade, and the usual rules."""
    schools = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL).order_by("path")
    lines: list[PlanLine] = []
    rules: list[Rule] = []
    for school in schools:
        own = list(_lines(school, list(grades_of(school))))
        lines += own
        rules += usual_rules(school, own) if own else []
    with transaction.atomic():
        PlanLine.objects.bulk_create(lines)
        Rule.objects.bulk_create(rules)
    tried_out = Person.objects.by_installation().filter(username="affairs").values("path")
    for timetable in Timetable.objects.by_installation().filter(state="published", path__in=tried_out):
        _begin_draft(timetable)


def _begin_draft(timetable: Timetable) -> None:
    """A copy of the timetable that people try out, some lessons of which lie elsewhere already."""
    draft = copy(acting=SYSTEM, timetable=timetable, name="调整草案", since=timezone.localdate() + timedelta(days=14))
    places = board_of(draft, None)
    for slot in [each for each in places.slots if not each.locked][::DRAFTED][:MOVED]:
        for weekday in WEEKDAYS:
            changes = changes_for(places, slot, weekday, slot.period)
            if not isinstance(changes, str):
                rearrange(acting=SYSTEM, timetable=draft, changes=changes)
                places = board_of(draft, None)
                break


def put_groups(region: Region) -> None:
    """The teaching groups of the school where people try things out, in its timetable from this week on."""
    person = Person.objects.by_installation().filter(username="affairs").first()
    viewer = viewer_in(person, "staff") if person else None
    school = school_of(viewer.grants[0].path) if viewer and viewer.grants else None
    week = week_of(school) if school is not None else None
    kinds = dict.fromkeys(map(kind_of, groups_of_school(school)), LESSONS) if school is not None else {}
    if school is None or week is None or not kinds:
        return
    with transaction.atomic():
        take_over_groups(acting=SYSTEM, school=school, lessons=kinds, ends_classes=True)
        _publish_with_groups(school, week)


def _publish_with_groups(school: Organisation, week: Week) -> None:
    """The timetable in force with the lessons of groups, as far as it was; nothing where they find no time."""
    today = timezone.localdate()
    now = next(iter(in_force(school, today, today)), None)
    if now is None:
        return
    plan = plan_of(school, week)
    before = placement_of(plan, slots_of(now))
    # Without the rules that came later other classes keep most of their lessons.
    problem = replace(plan.problem, limits=())
    news = solve(problem, seconds=PATIENCE, before=before)
    found = next((each for each in news if isinstance(each, Found | Contradicted)), None)
    if not isinstance(found, Found):
        return
    since = max(monday_of(today), now.since + timedelta(days=1))
    row = Timetable.objects.create(school=school, path=school.path, name="本学期课程表（含走班）", since=since)
    fill(acting=SYSTEM, timetable=row, slots=slots_from(plan, found.table, row))
    publish(acting=SYSTEM, timetable=row)


def _lines(school: Organisation, grades: Sequence[Organisation]) -> Iterator[PlanLine]:
    rooms = Counter(Room.objects.by_installation().filter(school=school).values_list("kind", flat=True))
    classes = Counter(row.parent_id for row in classes_of(school))
    taught = [(grade, usual_lessons(grade.grade.level)) for grade in grades if grade.grade.level > 0]
    load: Counter[str] = Counter()
    for grade, plan in taught:
        for subject, lessons in plan.items():
            load[subject] += lessons * classes[grade.pk]
    for grade, plan in taught:
        for subject, lessons in plan.items():
            # A school with too few rooms of a kind has some of these lessons in the classroom.
            kind = ROOMS.get(subject, "")
            yield PlanLine(
                school=school, place=grade, path=grade.path, subject=subject, lessons=lessons,
                doubles=1 if subject == "语文" and grade.grade.level > 2 else 0,
                room_kind=kind if load[subject] <= rooms[kind] * USED_TIMES else "",
            )  # fmt: skip
