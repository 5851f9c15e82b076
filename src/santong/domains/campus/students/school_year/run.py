"""Running the change of the school year in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.campus.students.actions.roll import Kind, Status, write_changes
from santong.domains.campus.students.models import Pupil, YearChange
from santong.domains.campus.students.school_year.plan import NewGrade, YearPlan, plan_year
from santong.domains.campus.students.school_year.season import begins_after, refuse_a_second
from santong.domains.campus.students.school_year.taking_back import PERMISSION
from santong.domains.campus.students.settling import places_of, settle
from santong.domains.platform.organisations.public import (
    Organisation,
    advance_grade,
    change_organisation,
    create_classes,
    create_grade,
)
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible


def change_year(*, acting: Viewer, school: Organisation, fingerprint: str, day: date) -> YearChange:
    """Do what was previewed, and note it: once for each school year.

    Raises:
        NotPossible: when the year was changed already, or the school has changed since the preview.
    """
    acting.demand(PERMISSION, school.path)
    with transaction.atomic(), named("students.change_year"):
        Organisation.objects.locked_for_action(school)
        refuse_a_second(school, day)
        plan = plan_year(school)
        if plan.fingerprint != fingerprint:
            raise NotPossible(_("The school has changed since the preview. Look at the new numbers and start again."))
        return YearChange.objects.create(
            school=school,
            path=school.path,
            begins=begins_after(day),
            day=day,
            made_by_id=acting.person_id,
            promoted=plan.promoted,
            graduated=plan.graduating,
            undo=_run(school, plan, day),
        )


def _run(school: Organisation, plan: YearPlan, day: date) -> dict[str, Any]:
    """Do it; answers what taking it back needs."""
    graduated = _graduate([step.grade for step in plan.steps if step.level is None], day)
    moved = []
    for step in sorted(plan.steps, key=lambda step: -step.grade.grade.level):
        if step.level is not None:
            moved.append([step.grade.pk, step.grade.grade.level, step.grade.name, step.level])
            advance_grade(acting=SYSTEM, grade=step.grade, level=step.level)
    made = [_make(school, each, day) for each in plan.intake]
    return {"moved": moved, "made": made, **graduated}


def _graduate(grades: Sequence[Organisation], day: date) -> dict[str, Any]:
    """Pupils of the last grades leave as graduates; their grades and classes are closed."""
    pupils = list(
        Pupil.objects.belonging_to(school_class__parent__in=grades)
        .filter(status__in=Pupil.PRESENT)
        .select_related("person", "school", "school_class")
    )
    before = places_of(pupils)
    states = {pupil.pk: pupil.status for pupil in pupils}
    changes = write_changes(pupils, Kind.GRADUATE, day)
    for pupil in pupils:
        pupil.status = Status.GRADUATED
    Pupil.objects.bulk_save(pupils, ["status"])
    roles = settle(before, pupils)
    closed = [row for grade in grades for row in (grade, *_classes_in(grade))]
    for row in closed:
        change_organisation(acting=SYSTEM, organisation=row, valid_until=day)
    suspended = [key for key, status in states.items() if status == Status.SUSPENDED]
    return {
        "graduated": list(states),
        "suspended": suspended,
        "changes": [change.pk for change in changes],
        "closed": [row.pk for row in closed],
        "roles": roles,
    }


def _classes_in(grade: Organisation) -> list[Organisation]:
    rows = Organisation.objects.belonging_to(parent=grade).filter(kind=Organisation.Kind.CLASS, valid_until=None)
    return list(rows)


def _make(school: Organisation, new: NewGrade, day: date) -> dict[str, Any]:
    grade = create_grade(acting=SYSTEM, school=school, stage=new.stage, level=new.level, school_year=begins_after(day))
    classes = create_classes(acting=SYSTEM, grade=grade, numbers=range(1, new.classes + 1))
    return {"grade": grade.pk, "classes": [row.pk for row in classes]}
