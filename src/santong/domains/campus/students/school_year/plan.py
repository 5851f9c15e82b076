"""What the change of the school year would do to a school, as numbers per grade and class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from santong.domains.campus.students.models import Pupil
from santong.domains.platform.organisations.public import Organisation, classes_of, grade_name, grades_of, levels_of
from santong.lib.grades import Grade

LAST = max(Grade)


@dataclass(frozen=True)
class ClassNumbers:
    """A class with its pupils now."""

    name: str
    pupils: int


@dataclass(frozen=True)
class GradeStep:
    """What happens to a grade: it moves to `level`, or graduates (`level` None)."""

    grade: Organisation
    level: int | None
    classes: tuple[ClassNumbers, ...]

    @property
    def pupils(self) -> int:
        """How many pupils of the grade are on the roll."""
        return sum(each.pupils for each in self.classes)

    @property
    def new_name(self) -> str:
        """What the grade is called afterwards, "" when it graduates."""
        return "" if self.level is None else grade_name(self.level)


@dataclass(frozen=True)
class NewGrade:
    """A first grade to be made for the new intake, with as many classes as the one that moves up has."""

    stage: str
    level: int
    classes: int

    @property
    def name(self) -> str:
        """What it is called."""
        return grade_name(self.level)


@dataclass(frozen=True)
class YearPlan:
    """Everything that a run would do, in the order of the grades."""

    school: Organisation
    steps: tuple[GradeStep, ...]
    intake: tuple[NewGrade, ...]
    without_class: int = 0
    """Pupils on the roll whom the change doesn't touch, for they are in no class."""

    @property
    def graduating(self) -> int:
        """How many pupils graduate."""
        return sum(step.pupils for step in self.steps if step.level is None)

    @property
    def promoted(self) -> int:
        """How many pupils move up."""
        return sum(step.pupils for step in self.steps if step.level is not None)

    @property
    def fingerprint(self) -> str:
        """Changes when what was previewed is no longer what would be done."""
        return ";".join(f"{step.grade.pk}:{step.grade.grade.level}:{step.pupils}" for step in self.steps)


def plan_year(school: Organisation) -> YearPlan:
    """Work out what the change of the year would do now."""
    numbers: Counter[int | None] = Counter(
        Pupil.objects.belonging_to(school=school)
        .filter(status__in=Pupil.PRESENT)
        .values_list("school_class_id", flat=True)
    )
    classes: dict[int, list[ClassNumbers]] = {}
    for row in classes_of(school):
        classes.setdefault(row.parent_id or 0, []).append(ClassNumbers(row.name, numbers[row.pk]))
    every = (GradeStep(grade, next_level(grade), tuple(classes.get(grade.pk, ()))) for grade in grades_of(school))
    steps = tuple(step for step in every if step.pupils or not _ends_today(step.grade))
    return YearPlan(school, steps, _intake(school, steps), numbers[None])


def _ends_today(grade: Organisation) -> bool:
    """Whether this is its last day, as for those who have just graduated."""
    return grade.valid_until is not None and grade.valid_until <= timezone.localdate()


def next_level(grade: Organisation) -> int | None:
    """The level after the summer, None for the last of the stage: those graduate.

    Who finishes primary in a nine-year school graduates from primary and enters junior as a new
    cohort of the school: the stages count separately, whatever building they are in.
    """
    levels = levels_of(grade.grade.stage)
    above = grade.grade.level + 1
    return above if above <= max(levels) and above <= LAST else None


def _intake(school: Organisation, steps: Sequence[GradeStep]) -> tuple[NewGrade, ...]:
    found = []
    for stage in school.school.stage_list:
        own = [step for step in steps if step.grade.grade.stage == stage]
        # Junior schools of the five-four system begin a grade earlier than usual.
        first = min([min(levels_of(stage)), *(step.grade.grade.level for step in own)])
        moving = [step for step in own if step.grade.grade.level == first]
        if moving:
            found.append(NewGrade(stage, first, len(moving[0].classes)))
    return tuple(found)
