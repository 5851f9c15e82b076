"""Grades and administrative classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from santong.domains.platform.organisations.actions.tree import create_organisation, lock, next_paths
from santong.domains.platform.organisations.cohort_names import class_name, entry_year_of, grade_name
from santong.domains.platform.organisations.events import OrganisationCreated, OrganisationRenamed
from santong.domains.platform.organisations.models import ClassProfile, GradeProfile, Kind, Organisation, Stage
from santong.domains.platform.organisations.tree_queries import classes_of
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit

CLASS_TYPES = {Stage.PRIMARY: "10", Stage.JUNIOR: "20", Stage.SENIOR: "40"}
"""The ordinary type of class (班级类型) of each stage that has one."""


class ClassExists(ValueError):
    """The grade has a class of this number, or of this label without one."""


def create_grade(
    *,
    acting: Viewer,
    school: Organisation,
    stage: str,
    level: int,
    school_year: int,
    name: str = "",
    **fields: Any,
) -> Organisation:
    """Add a grade: the cohort that is at `level` in the school year that begins in `school_year`.

    `level` is a `santong.lib.grades.Grade`; vocational and special schools count 10 to 12 and 1
    to 9 as well. Without `name` it is called 七年级, 高一 …
    """
    with transaction.atomic():
        grade = create_organisation(
            acting=acting, kind=Kind.GRADE, name=name or grade_name(level), parent=school, **fields
        )
        GradeProfile.objects.create(
            organisation=grade, stage=stage, level=level, entry_year=entry_year_of(stage, level, school_year)
        )
    return grade


def create_class(
    *,
    acting: Viewer,
    grade: Organisation,
    number: int | None = None,
    label: str = "",
    class_type: str = "",
    name: str = "",
) -> Organisation:
    """Add a class to a grade, by number or by label; its name follows from both."""
    return _create(acting, grade, [(number, label, name)], class_type)[0]


def create_classes(
    *, acting: Viewer, grade: Organisation, numbers: Sequence[int], class_type: str = ""
) -> list[Organisation]:
    """Add several numbered classes to a grade at once."""
    return _create(acting, grade, [(number, "", "") for number in numbers], class_type)


def _create(
    acting: Viewer, grade: Organisation, wanted: Sequence[tuple[int | None, str, str]], class_type: str
) -> list[Organisation]:
    acting.demand("organisations.change", grade.path)
    cohort = GradeProfile.objects.noted([grade.pk]).get()
    kind_of_class = class_type or CLASS_TYPES.get(Stage(cohort.stage), "")
    with transaction.atomic(), named("organisations.create"):
        lock(grade)
        _refuse_repeats(grade, wanted)
        rows = [
            Organisation(kind=Kind.CLASS, name=name or class_name(grade.name, number, label), parent=grade, path=path)
            for (number, label, name), path in zip(wanted, next_paths(grade, len(wanted)), strict=True)
        ]
        Organisation.objects.bulk_create(rows)
        profiles = [
            ClassProfile(
                organisation=row,
                entry_year=cohort.entry_year,
                number=number,
                label=label,
                class_type=kind_of_class,
            )
            for row, (number, label, _) in zip(rows, wanted, strict=True)
        ]
        ClassProfile.objects.bulk_create(profiles)
        for row in rows:
            emit(OrganisationCreated(row.pk))
    return rows


def _refuse_repeats(grade: Organisation, wanted: Sequence[tuple[int | None, str, str]]) -> None:
    there = set(classes_of(grade).values_list("class_profile__number", "class_profile__label"))
    numbers = {number for number, _label in there if number}
    if any(number in numbers or (not number and (number, label) in there) for number, label, _name in wanted):
        raise ClassExists


def advance_grade(*, acting: Viewer, grade: Organisation, level: int, name: str = "") -> None:
    """Move a grade up (or back) to a level: it and its classes are renamed, their paths stay.

    The names of the past aren't kept one by one: entry year and level give them.
    """
    acting.demand("organisations.change", grade.path)
    with transaction.atomic(), named("organisations.advance_grade"):
        profile = GradeProfile.objects.locked_for_action(grade)
        profile.level = level
        profile.save(update_fields=["level"])
        before, grade.name = grade.name, name or grade_name(level)
        grade.save(update_fields=["name"])
        classes = list(
            Organisation.objects.belonging_to(parent=grade).filter(kind=Kind.CLASS).select_related("class_profile")
        )
        for row in classes:
            row.name = class_name(grade.name, row.class_profile.number, row.class_profile.label)
        Organisation.objects.bulk_update(classes, ["name"])
        emit(OrganisationRenamed(grade.pk, before, grade.name))
