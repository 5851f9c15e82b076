"""How many people each school of the demonstration region has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType

from santong.domains.campus.staff.public import Staff
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.organisations.public import (
    NEIGHBOURS,
    Organisation,
    PlannedSchool,
    Stage,
    classes_of,
    spread,
)
from santong.kit.demo import Region

CLASSES_PER_TEACHER = 0.45
CLASS_SIZES = MappingProxyType(
    {
        Stage.PRESCHOOL: (24, 30),
        Stage.PRIMARY: (38, 45),
        Stage.JUNIOR: (42, 50),
        Stage.SENIOR: (44, 50),
        Stage.VOCATIONAL: (36, 44),
        Stage.HIGHER: (38, 45),
        Stage.SPECIAL: (5, 9),
    }
)
"""Fewest and most pupils of a class in a small region."""
SMALL_CLASS = (8, 14)
NEIGHBOUR_CLASS = (20, 28)
"""Of a class in the small counties."""
SMALL_PLACES = ("218",)
"""Types of school (办学类型) whose classes are small: teaching points."""


@dataclass
class ClassPlan:
    """A class and how many pupils it shall have."""

    organisation: Organisation
    stage: Stage
    level: int
    pupils: int = 0


@dataclass
class SchoolPlan:
    """A school with its classes, teachers by stage and other staff."""

    school: Organisation
    division: str
    classes: list[ClassPlan]
    teachers: dict[Stage, int]
    others: int
    with_guardians: bool = True


def plans_of(region: Region) -> list[SchoolPlan]:
    """One plan for each school, in the order of the tree."""
    planned: list[PlannedSchool] | None = region.kept.get("city")
    if planned is None:
        plans = [_small_plan(region, school) for school in _schools()]
    else:
        first = min(each.organisation.path for each in planned)
        plans = [_city_plan(each, with_guardians=each.organisation.path == first) for each in planned]
    _leave_room(plans)
    return plans


def _leave_room(plans: list[SchoolPlan]) -> None:
    """Those who are at the schools already count among the planned, so that totals come out right."""
    pupils = Counter(Pupil.objects.by_installation().values_list("school_class_id", flat=True))
    staff = Counter(Staff.objects.by_installation().values_list("school_id", "is_teacher"))
    for plan in plans:
        plan.others = max(0, plan.others - staff[plan.school.pk, False])
        first = next(iter(plan.teachers))
        plan.teachers[first] = max(1, plan.teachers[first] - staff[plan.school.pk, True])
        for each in plan.classes:
            each.pupils -= pupils[each.organisation.pk]


def _schools() -> list[Organisation]:
    rows = Organisation.objects.by_installation().filter(kind=Organisation.Kind.SCHOOL)
    return list(rows.select_related("school").order_by("path"))


def _classes(school: Organisation) -> list[ClassPlan]:
    return [
        ClassPlan(row, Stage(row.parent.grade.stage), row.parent.grade.level)
        for row in classes_of(school)
        if row.parent is not None
    ]


def _small_plan(region: Region, school: Organisation) -> SchoolPlan:
    classes = _classes(school)
    is_small = school.school.education_type in SMALL_PLACES
    for each in classes:
        usual = NEIGHBOUR_CLASS if school.division in NEIGHBOURS else CLASS_SIZES[each.stage]
        each.pupils = region.random.randint(*(SMALL_CLASS if is_small else usual))
    by_stage = Counter(each.stage for each in classes)
    ratio = 1 if is_small else CLASSES_PER_TEACHER
    teachers = {stage: max(2, round(number / ratio)) for stage, number in by_stage.items()}
    return SchoolPlan(school, school.division, classes, teachers, sum(teachers.values()) // 10)


def _city_plan(planned: PlannedSchool, *, with_guardians: bool) -> SchoolPlan:
    classes = _classes(planned.organisation)
    for stage, pupils in planned.pupils.items():
        own = [each for each in classes if each.stage is stage]
        further = [each for each in own if each.organisation.class_profile.label]
        _fill([each for each in own if each not in further], pupils - planned.further)
        _fill(further, planned.further)
    return SchoolPlan(
        planned.organisation,
        planned.organisation.division,
        classes,
        planned.teachers,
        planned.others,
        with_guardians,
    )


def _fill(classes: list[ClassPlan], pupils: int) -> None:
    for each, share in zip(classes, spread(pupils, [1] * len(classes)), strict=True):
        each.pupils = share
