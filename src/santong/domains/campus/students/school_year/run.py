"""Running the change of the school year in one transaction, and taking it back in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.students.actions.roll import Kind, NotPossible, Status, write_changes
from santong.domains.campus.students.models import Pupil, RollChange
from santong.domains.campus.students.school_year.plan import NewGrade, plan_year
from santong.domains.campus.students.settling import BATCH, REASON, places_of, settle
from santong.domains.platform.access.public import bring_back
from santong.domains.platform.organisations.public import (
    ClassProfile,
    GradeProfile,
    Organisation,
    advance_grade,
    change_organisation,
    create_classes,
    create_grade,
    school_year_of,
)
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.undo import CannotUndo

PERMISSION = "school_year.run"


def change_year(*, acting: Viewer, school: Organisation, fingerprint: str, day: date) -> dict[str, Any]:
    """Do what was previewed; answers what the undo needs.

    Raises:
        NotPossible: when the school has changed since the preview.
    """
    acting.demand(PERMISSION, school.path)
    with transaction.atomic(), named("students.change_year"):
        plan = plan_year(school)
        if plan.fingerprint != fingerprint:
            raise NotPossible(_("The school has changed since the preview. Look at the new numbers and start again."))
        graduated = _graduate([step.grade for step in plan.steps if step.level is None], day)
        moved = []
        for step in sorted(plan.steps, key=lambda step: -step.grade.grade.level):
            if step.level is not None:
                moved.append([step.grade.pk, step.grade.grade.level, step.grade.name])
                advance_grade(acting=SYSTEM, grade=step.grade, level=step.level)
        made = [_make(school, each, day) for each in plan.intake]
    return {"school": school.pk, "moved": moved, "made": made, **graduated}


def take_year_back(*, acting: Viewer, payload: dict[str, Any]) -> None:
    """Leave every row as it was before the change; raises `CannotUndo` once work has gone on."""
    school = Organisation.objects.unscoped(REASON).get(pk=payload["school"])
    acting.demand(PERMISSION, school.path)
    made = [key for grade in payload["made"] for key in (grade["grade"], *grade["classes"])]
    if Pupil.objects.unscoped(REASON).filter(school_class__in=made).exists():
        raise CannotUndo(_("Pupils are in the new classes already. Move them away first."))
    with transaction.atomic(), named("students.take_year_back"):
        _unmake(made)
        for key, level, name in payload["moved"]:
            grade = Organisation.objects.unscoped(REASON).get(pk=key)
            advance_grade(acting=SYSTEM, grade=grade, level=level, name=name)
        _ungraduate(payload)


def _graduate(grades: Sequence[Organisation], day: date) -> dict[str, Any]:
    """Pupils of the last grades leave as graduates; their grades and classes are closed."""
    pupils = list(
        Pupil.objects.unscoped(REASON)
        .filter(school_class__parent__in=grades, status__in=Pupil.PRESENT)
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


def _ungraduate(payload: dict[str, Any]) -> None:
    suspended = set(payload["suspended"])
    for row in Organisation.objects.unscoped(REASON).filter(pk__in=payload["closed"]):
        change_organisation(acting=SYSTEM, organisation=row, valid_until=None)
    rows = Pupil.objects.unscoped(REASON).select_related("person", "school", "school_class")
    keys = payload["graduated"]
    pupils = [
        pupil for start in range(0, len(keys), BATCH) for pupil in rows.filter(pk__in=keys[start : start + BATCH])
    ]
    if any(pupil.status != Status.GRADUATED for pupil in pupils):
        raise CannotUndo(_("Some of those who graduated are on a roll again, so the year can't be taken back."))
    before = places_of(pupils)
    for pupil in pupils:
        pupil.status = Status.SUSPENDED if pupil.pk in suspended else Status.ENROLLED
    Pupil.objects.bulk_save(pupils, ["status"])
    bring_back(payload["roles"])
    settle(before, pupils)
    changes = RollChange.objects.unscoped(REASON)
    for start in range(0, len(payload["changes"]), BATCH):
        changes.filter(pk__in=payload["changes"][start : start + BATCH]).delete()


def _classes_in(grade: Organisation) -> list[Organisation]:
    rows = Organisation.objects.unscoped(REASON).filter(parent=grade, kind=Organisation.Kind.CLASS, valid_until=None)
    return list(rows)


def _make(school: Organisation, new: NewGrade, day: date) -> dict[str, Any]:
    grade = create_grade(
        acting=SYSTEM, school=school, stage=new.stage, level=new.level, school_year=school_year_of(day) + _ahead(day)
    )
    classes = create_classes(acting=SYSTEM, grade=grade, numbers=range(1, new.classes + 1))
    return {"grade": grade.pk, "classes": [row.pk for row in classes]}


def _ahead(day: date) -> int:
    """A change made in summer is for the year that begins in September."""
    return 1 if day.month in (6, 7, 8) else 0


def _unmake(keys: Sequence[int]) -> None:
    """Delete the new grades and classes, which nobody has been in."""
    for profile in (ClassProfile, GradeProfile):
        profile.objects.unscoped(REASON).filter(pk__in=keys).delete()
    for row in Organisation.objects.unscoped(REASON).filter(pk__in=keys).order_by("-path"):
        row.delete()


def today() -> date:
    """The day of a change made now."""
    return timezone.localdate()
