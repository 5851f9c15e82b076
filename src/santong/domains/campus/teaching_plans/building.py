"""The problem of a school: its plan, who teaches, its rooms, its week and its rules, as the solver wants them."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from django.db.models import Q
from django.utils import timezone

from santong.domains.campus.places.public import Room, rooms_of
from santong.domains.campus.staff.public import Staff, Teaching
from santong.domains.campus.teaching_plans.groups import Taught, courses_of_groups, place_groups, slot_of_group
from santong.domains.campus.teaching_plans.limits import limits_of
from santong.domains.campus.teaching_plans.models import PlanLine, Rule
from santong.domains.campus.timetable.public import WEEKS, Slot, Timetable, in_force, last_before_noon, slots_of
from santong.domains.platform.calendars.public import periods_of
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.lib.timetabling.problem import Course, Lock, Problem, Week

CLASS_MEETINGS = frozenset({"班会", "班队会", "班会课", "班队活动"})
"""Subjects that the class teacher has where nobody else is named."""
WEEKDAYS = range(1, 6)
Key = tuple[str, int | str]


@dataclass(frozen=True)
class SchoolPlan:
    """Everything about the week of a school; `lacking` are classes and subjects of which nobody knows who teaches."""

    school: Organisation
    problem: Problem
    taught: Sequence[Taught]
    rules: Mapping[int, Rule]
    lacking: Sequence[tuple[Organisation, str]] = ()
    names: Mapping[Key, object] = field(default_factory=dict)

    def by_class(self) -> dict[int, list[int]]:
        """The courses of each class."""
        return {int(key): users for (kind, key), users in self.problem.users.items() if kind == "class"}


def lines_of(school: Organisation) -> list[PlanLine]:
    """The lines of the plan of a school for its classes."""
    rows = PlanLine.objects.belonging_to(school=school).filter(group=0).select_related("place")
    return list(rows.order_by("path", "pk"))


def rules_of(school: Organisation) -> list[Rule]:
    """The rules of a school."""
    rows = Rule.objects.belonging_to(school=school).select_related("place", "teacher__person")
    return list(rows.order_by("pk"))


def lines_of_classes(classes: Sequence[Organisation], lines: Iterable[PlanLine]) -> dict[Organisation, list[PlanLine]]:
    """What each class has: its own lines of a subject, else those of its grade, else those of the school."""
    by_path: dict[str, dict[str, list[PlanLine]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        by_path[line.path][line.subject].append(line)
    found: dict[Organisation, list[PlanLine]] = {}
    for each in classes:
        own: dict[str, list[PlanLine]] = {}
        for path in sorted(by_path, key=len):
            if each.path.startswith(path):
                own |= by_path[path]
        found[each] = [line for rows in own.values() for line in rows]
    return found


@dataclass(frozen=True)
class Teachers:
    """Who teaches what in which class: by assignment, else as in the timetable in force."""

    assigned: Mapping[tuple[int, str], Staff]
    present: Mapping[tuple[int, str], Staff]

    def of(self, school_class: Organisation, subject: str) -> Staff | None:
        """Who teaches a subject in a class."""
        key = (school_class.pk, subject)
        found = self.assigned.get(key) or self.present.get(key)
        if found is None and subject in CLASS_MEETINGS:
            return self.assigned.get((school_class.pk, ""))
        return found


def teachers_in(school: Organisation) -> Teachers:
    """Who teaches what at a school today."""
    today = timezone.localdate()
    rows = Teaching.objects.inside(school).filter(Q(until=None) | Q(until__gte=today), staff__school=school)
    rows = rows.select_related("staff__person").order_by("pk")
    assigned = {(row.school_class_id, row.subject): row.staff for row in reversed(rows)}
    tables = in_force(school, today, today)
    held: Counter[tuple[int, str, Staff]] = Counter()
    for slot in slots_of(tables[0]) if tables else ():
        if slot.teacher is not None:
            held[slot.school_class_id, slot.subject, slot.teacher] += 1
    present = {(key, subject): staff for (key, subject, staff), _lessons in reversed(held.most_common())}
    return Teachers(assigned, present)


def week_of(school: Organisation) -> Week | None:
    """The week of a school; None while its school day has no periods."""
    rows = [row for row in periods_of(school.path).rows if row.number]
    if not rows:
        return None
    return Week(len(WEEKDAYS), max(row.number for row in rows if row.number), last_before_noon(rows))


def plan_of(
    school: Organisation, week: Week, *, base: Timetable | None = None, relaxed: Collection[int] = ()
) -> SchoolPlan:
    """The whole problem of a school; locked lessons of `base` stay, rules in `relaxed` only should hold."""
    classes = [row for row in classes_of(school) if row.parent is not None]
    taught = list(_taught(classes, lines_of(school), teachers_in(school)))
    courses, whose = _courses(taught)
    bands = courses_of_groups(school, len(courses))
    courses, whose = [*courses, *bands.courses], [*whose, *bands.taught]
    rooms = Counter(str(row.kind) for row in rooms_of(school, timezone.localdate()))
    problem = Problem(week, tuple(courses), dict(rooms))
    rules = {row.pk: row for row in rules_of(school)}
    plan = SchoolPlan(school, problem, whose, rules, names=_names(whose))
    limits, together = limits_of(plan, relaxed)
    locks = tuple(_locks(plan, base)) if base is not None else ()
    whole = replace(problem, limits=tuple(limits), together=(*together, *bands.together), locks=locks)
    lacking = [(place, each.line.subject) for each in taught if each.staff is None for place in each.classes]
    return replace(plan, problem=whole, lacking=lacking)


def _taught(classes: Sequence[Organisation], lines: Sequence[PlanLine], teachers: Teachers) -> Iterator[Taught]:
    joined: dict[tuple[int, int], list[Organisation]] = defaultdict(list)
    rows: dict[int, PlanLine] = {}
    for school_class, own in lines_of_classes(classes, lines).items():
        for line in own:
            if line.joined:
                rows[line.pk] = line
                joined[line.pk, school_class.parent_id or 0].append(school_class)
            else:
                yield Taught(line, (school_class,), teachers.of(school_class, line.subject))
    for (key, _grade), places in joined.items():
        line = rows[key]
        known = (teachers.of(each, line.subject) for each in places)
        yield Taught(line, tuple(places), next((each for each in known if each is not None), None))


def _courses(taught: Iterable[Taught]) -> tuple[list[Course], list[Taught]]:
    """The courses, a line with double lessons as two, and what stands behind each."""
    courses, whose = [], []
    for each in taught:
        line = each.line
        for length, count in ((2, line.doubles), (1, line.lessons - 2 * line.doubles)):
            if count:
                teachers = (each.staff.pk,) if each.staff is not None else ()
                places = tuple(place.pk for place in each.classes)
                weeks = WEEKS[Slot.Rhythm(line.rhythm)]
                courses.append(Course(line.subject, places, teachers, count, length, weeks, line.room_kind))
                whose.append(each)
    return courses, whose


def _names(taught: Iterable[Taught]) -> dict[Key, object]:
    found: dict[Key, object] = {("room", str(kind)): label for kind, label in Room.Kind.choices}
    for each in taught:
        found |= {("class", place.pk): place for place in each.classes}
        if each.staff is not None:
            found["teacher", each.staff.pk] = each.staff
        if each.group is not None:
            found["group", each.group.key] = each.group.name
            if each.group.room is not None:
                found["place", each.group.room.pk] = each.group.room
    return found


def course_name(plan: SchoolPlan, number: int) -> str:
    """A course in words: its class and subject, or its group."""
    course, taught = plan.problem.courses[number], plan.taught[number]
    if taught.group is not None:
        return taught.group.name
    return f"{plan.names['class', course.classes[0]]} {course.subject}"


LOCK = -1000
"""The rule of a lock is this less the key of the lesson: rules of the school have their own keys, the world -1."""


def lock_number(slot: Slot) -> int:
    """The number of the rule that a locked lesson is."""
    return LOCK - slot.pk


def _locks(plan: SchoolPlan, base: Timetable) -> Iterator[Lock]:
    rows = slots_of(base)
    time_of = plan.problem.week.time
    locked = {(each.group, each.school_class_id, time_of(each.weekday, each.period)): each for each in rows}
    by_group = {(each.group, time_of(each.weekday, each.period)): each for each in rows if each.group}
    for number, times in enumerate(placement_of(plan, rows)):
        for time in times:
            taught = plan.taught[number]
            if taught.side:
                slot = by_group.get((taught.side[0], time))
            else:
                slot = locked.get((0, plan.problem.courses[number].classes[0], time))
            if slot is not None and slot.locked:
                yield Lock(lock_number(slot), number, time)


def placement_of(plan: SchoolPlan, slots: Iterable[Slot], courses: Iterable[int] | None = None) -> list[list[int]]:
    """The lessons of a timetable as times of the courses of a plan; what the plan doesn't have is left away.

    With `courses` only those have times.
    """
    week = plan.problem.week
    times, in_groups = _times_of(week, slots)
    table: list[list[int]] = [[] for _course in plan.problem.courses]
    wanted = range(len(table)) if courses is None else courses
    for number in sorted(wanted, key=lambda each: -plan.problem.courses[each].length):
        course = plan.problem.courses[number]
        if plan.taught[number].side:
            continue
        left = times[course.classes[0], course.subject, course.weeks]
        for start in week.starts(course.length):
            covered = range(start, start + course.length)
            if len(table[number]) < course.count and all(each in left for each in covered):
                table[number].append(start)
                for each in covered:
                    left.remove(each)
    place_groups(plan.problem, [each.side for each in plan.taught], in_groups, table)
    return table


def _times_of(week: Week, slots: Iterable[Slot]) -> tuple[dict[tuple[int, str, int], list[int]], dict[int, list[int]]]:
    """When classes have each subject, and when teaching groups have theirs."""
    times: dict[tuple[int, str, int], list[int]] = defaultdict(list)
    in_groups: dict[int, list[int]] = defaultdict(list)
    for slot in slots:
        if slot.weekday <= week.days and slot.period <= week.periods:
            time = week.time(slot.weekday, slot.period)
            if slot.group:
                in_groups[slot.group].append(time)
            else:
                times[slot.school_class_id, slot.subject, WEEKS[Slot.Rhythm(slot.rhythm)]].append(time)
    return times, in_groups


def slots_from(
    plan: SchoolPlan, table: Sequence[Iterable[int]], timetable: Timetable, *, locked: Collection[tuple[int, int]] = ()
) -> list[Slot]:
    """The rows of a table: for each class one a period, in rooms of the kind that they need.

    `locked` are courses with times that stay locked.
    """
    rooms: dict[str, list[Room]] = defaultdict(list)
    for each in rooms_of(plan.school, timezone.localdate()):
        rooms[str(each.kind)].append(each)
    taken: dict[tuple[int, int], int] = defaultdict(int)
    for number, course in enumerate(plan.problem.courses):
        for key, start, later in product(course.places, table[number], range(course.length)):
            taken[key, start + later] |= course.weeks
    found: list[Slot] = []
    for number, course in enumerate(plan.problem.courses):
        for start in sorted(table[number]):
            group = plan.taught[number].group
            if plan.taught[number].side and group is None:
                continue
            room = group.room if group is not None else None
            if room is None and course.room:
                room = _free_room(rooms[course.room], taken, course, start)
            more: dict[str, Any] = {"room": room, "locked": (number, start) in locked}
            found += _rows(plan, number, start, timetable, more)
    return found


def _free_room(rooms: Sequence[Room], taken: dict[tuple[int, int], int], course: Course, start: int) -> Room | None:
    times = range(start, start + course.length)
    for room in rooms:
        if not any(taken[room.pk, time] & course.weeks for time in times):
            for time in times:
                taken[room.pk, time] |= course.weeks
            return room
    return None


def _rows(plan: SchoolPlan, number: int, start: int, timetable: Timetable, more: Mapping[str, Any]) -> Iterator[Slot]:
    course, each = plan.problem.courses[number], plan.taught[number]
    for time in range(start, start + course.length):
        weekday, period = plan.problem.week.day_and_period(time)
        # The same lesson keeps its mark when the table is written again.
        if each.group is not None:
            yield slot_of_group(each, each.group, timetable, (weekday, period), more)
            continue
        mark = uuid.uuid5(uuid.NAMESPACE_OID, f"{each.line.pk}-{course.classes}-{time}")
        for place in each.classes:
            yield Slot(
                timetable=timetable, school_class=place, path=place.path, weekday=weekday, period=period,
                rhythm=each.line.rhythm, subject=course.subject, teacher=each.staff,
                joined=mark if len(each.classes) > 1 else None, **more,
            )  # fmt: skip
