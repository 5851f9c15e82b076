"""Teaching plans and rules of all schools of the demonstration region, as their timetables are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db import transaction

from santong.domains.campus.places.public import Room
from santong.domains.campus.teaching_plans.models import PlanLine, Rule
from santong.domains.campus.teaching_plans.usual import usual_rules
from santong.domains.campus.timetable.public import ROOMS, usual_lessons
from santong.domains.platform.organisations.public import Organisation, classes_of, grades_of
from santong.kit.demo import Region

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
