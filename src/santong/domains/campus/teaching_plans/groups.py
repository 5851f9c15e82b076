"""Teaching groups in the plan: their lines, the courses that are held side by side, and their lessons.

Groups of one band share no pupil, so that all of them are held at one time. That time is a course of its own, which the
classes give; the course of each group, with its teacher and its room, begins with it. Where groups of a band have
different numbers of lessons, those that have more are side by side once more, without the others.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.teaching_plans.models import PlanLine
from santong.domains.campus.timetable.public import Group, Slot, Timetable, groups_of_school
from santong.domains.platform.organisations.public import Organisation
from santong.lib.timetabling.problem import Course, Problem, Together

SIDE_BY_SIDE = -2
"""The number of the rule that groups of a band are held at one time."""


@dataclass(frozen=True)
class Taught:
    """What stands behind a course: the line of the plan, its classes, who teaches.

    Of teaching groups: `side` are the keys of those that have these lessons side by side, `group` the one whose course
    it is. A course with a `side` and no group is the time that their classes give them.
    """

    line: PlanLine
    classes: Sequence[Organisation]
    staff: Staff | None
    group: Group | None = None
    side: tuple[int, ...] = ()


@dataclass
class OfGroups:
    """The courses of teaching groups, what stands behind each, and which begin together."""

    courses: list[Course] = field(default_factory=list)
    taught: list[Taught] = field(default_factory=list)
    together: list[Together] = field(default_factory=list)


def group_lines(school: Organisation) -> list[tuple[Group, PlanLine]]:
    """The groups in force of a school that have a line of the plan, with it."""
    rows = PlanLine.objects.belonging_to(school=school).exclude(group=0).select_related("place")
    lines = {row.group: row for row in rows.order_by("pk")}
    return [(each, lines[each.key]) for each in groups_of_school(school) if each.key in lines]


def courses_of_groups(school: Organisation, first: int) -> OfGroups:
    """The courses of the groups of a school; the first of them has the number `first` in the problem."""
    bands: dict[str, list[tuple[Group, PlanLine]]] = defaultdict(list)
    for group, line in group_lines(school):
        bands[group.band].append((group, line))
    found = OfGroups()
    for own in bands.values():
        for length, lessons in ((2, lambda line: line.doubles), (1, lambda line: line.lessons - 2 * line.doubles)):
            for count, side in _layers([(group, line, lessons(line)) for group, line in own]):
                _add(found, first, count, length, side)
    return found


def _layers(own: Sequence[tuple[Group, PlanLine, int]]) -> Iterator[tuple[int, list[tuple[Group, PlanLine]]]]:
    """How many lessons all have together, then those who have more among themselves, and so on."""
    before = 0
    for count in sorted({lessons for _group, _line, lessons in own if lessons}):
        yield count - before, [(group, line) for group, line, lessons in own if lessons >= count]
        before = count


def _add(found: OfGroups, first: int, count: int, length: int, side: Sequence[tuple[Group, PlanLine]]) -> None:
    keys = tuple(group.key for group, _line in side)
    classes = {row.pk: row for group, _line in side for row in group.classes}
    begin = first + len(found.courses)
    found.courses.append(Course(str(_("Moving classes")), tuple(classes), (), count, length))
    found.taught.append(Taught(side[0][1], list(classes.values()), None, None, keys))
    for group, line in side:
        teachers = (group.teacher.pk,) if group.teacher is not None else ()
        places = (group.room.pk,) if group.room is not None else ()
        # A room of its own is one less of its kind for all others.
        kind = str(group.room.kind if group.room is not None else line.room_kind)
        found.courses.append(Course(group.subject, (), teachers, count, length, room=kind, places=places))
        found.taught.append(Taught(line, group.classes, group.teacher, group, keys))
    found.together.append(Together(SIDE_BY_SIDE, tuple(range(begin, begin + 1 + len(side)))))


def place_groups(
    problem: Problem, sides: Sequence[tuple[int, ...]], held: Mapping[int, list[int]], table: list[list[int]]
) -> None:
    """Put the times at which groups have lessons, by their keys, into a table: those of the most groups first."""
    left = {key: list(times) for key, times in held.items()}
    done: dict[tuple[tuple[int, ...], int], list[int]] = {}
    in_order = [number for number, side in enumerate(sides) if side]
    for number in sorted(in_order, key=lambda each: (-problem.courses[each].length, -len(sides[each]))):
        side, course = sides[number], problem.courses[number]
        if (side, course.length) not in done:
            done[side, course.length] = _shared(problem, course, [left.get(key, []) for key in side])
        table[number] = done[side, course.length]


def _shared(problem: Problem, course: Course, left: Sequence[list[int]]) -> list[int]:
    """The times that all have, as many as the course has lessons; they are taken out."""
    found: list[int] = []
    for start in problem.week.starts(course.length):
        covered = range(start, start + course.length)
        if len(found) < course.count and all(time in own for own in left for time in covered):
            found.append(start)
            for own in left:
                for time in covered:
                    own.remove(time)
    return found


def slot_of_group(
    taught: Taught, group: Group, timetable: Timetable, at: tuple[int, int], more: Mapping[str, Any]
) -> Slot:
    """The lesson of a group at a weekday and a period; those side by side have the same mark."""
    weekday, period = at
    mark = uuid.uuid5(uuid.NAMESPACE_OID, f"{group.band}-{weekday}-{period}")
    return Slot(
        timetable=timetable, school_class=group.place, path=group.place.path, weekday=weekday, period=period,
        subject=group.subject, teacher=taught.staff, joined=mark, group=group.key, group_name=group.name, **more,
    )  # fmt: skip
