"""Making one school part of another, and taking that back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from santong.domains.platform.organisations.actions.moving import WrongPlace, move_organisation
from santong.domains.platform.organisations.cohort_names import class_name
from santong.domains.platform.organisations.events import MergerTakenBack, OrganisationMerged
from santong.domains.platform.organisations.models import Kind, Organisation, OrganisationName
from santong.domains.platform.organisations.models.tree import day_before
from santong.domains.platform.organisations.tree_queries import classes_of, grades_of
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit


@dataclass
class Step:
    """What a merger did to one grade or class, so that it can be taken back."""

    organisation_id: int
    parent_id: int
    path: str
    name: str
    number: int | None = None
    former_name_id: int | None = None


def merge_school(*, acting: Viewer, school: Organisation, successor: Organisation, on: date) -> dict[str, Any]:
    """Make a school part of its successor from a day on; answers what `unmerge_school` needs.

    Grades move whole, unless the successor has the same cohort: then their classes move into it,
    numbered on, with their former names kept. The school itself stays, closed, with a pointer.
    """
    acting.demand("organisations.change", school.path)
    acting.demand("organisations.change", successor.path)
    _check(school, successor)
    last_day = day_before(on)
    with transaction.atomic(), named("organisations.merge"):
        steps = [step for grade in list(grades_of(school)) for step in _carry(acting, grade, successor, last_day)]
        closed = _close(school, successor, last_day)
        emit(OrganisationMerged(school.pk, successor.pk, last_day))
    return {
        "school": school.pk,
        "successor": successor.pk,
        "steps": [asdict(step) for step in steps],
        "closed": closed,
    }


def _check(school: Organisation, successor: Organisation) -> None:
    if {school.kind, successor.kind} != {Kind.SCHOOL}:
        raise WrongPlace(_("Only schools can be merged. Choose a school."))
    if school.pk == successor.pk:
        raise WrongPlace(_("A school can't become part of itself. Choose another school."))
    if not can_take_in(successor, school):
        raise WrongPlace(
            _("“%(name)s” doesn't teach every stage of this school. Choose a school of the same kind.")
            % {"name": successor.name}
        )
    if school.valid_until is not None or successor.valid_until is not None:
        raise WrongPlace(_("One of the two schools is closed. Choose schools that are open."))


def can_take_in(successor: Organisation, school: Organisation) -> bool:
    """Whether one school teaches every stage of another; a school whose stages nobody has entered fits any."""
    theirs, ours = (each.school.stage_list if hasattr(each, "school") else [] for each in (school, successor))
    return not theirs or not ours or set(theirs) <= set(ours)


def _carry(acting: Viewer, grade: Organisation, successor: Organisation, last_day: date) -> list[Step]:
    same = grades_of(successor).filter(
        grade__stage=grade.grade.stage, grade__level=grade.grade.level, grade__entry_year=grade.grade.entry_year
    )
    target = same.first()
    if target is None:
        step = Step(grade.pk, school_id(grade), grade.path, grade.name)
        move_organisation(acting=acting, organisation=grade, parent=successor)
        return [step]
    return [_join(acting, row, target, last_day) for row in list(classes_of(grade))]


def school_id(grade: Organisation) -> int:
    """The key of what a grade stands below."""
    if grade.parent_id is None:
        raise WrongPlace(grade.name)
    return int(grade.parent_id)


def _join(acting: Viewer, row: Organisation, target: Organisation, last_day: date) -> Step:
    profile = row.class_profile
    step = Step(row.pk, school_id(row), row.path, row.name, profile.number)
    highest = classes_of(target).aggregate(top=Max("class_profile__number"))["top"] or 0
    if profile.number is not None:
        profile.number = highest + 1
        profile.save(update_fields=["number"])
    name = class_name(target.name, profile.number, profile.label)
    if name != row.name:
        step.former_name_id = OrganisationName.objects.create(
            organisation=row, name=row.name, short_name=row.short_name, code=row.code, valid_until=last_day
        ).pk
        row.name = name
        row.save(update_fields=["name"])
    move_organisation(acting=acting, organisation=row, parent=target)
    return step


def _close(school: Organisation, successor: Organisation, last_day: date) -> list[int]:
    """End the school and what is left below it, removed or not; the keys of what ended."""
    rows = list(Organisation.with_removed.inside(school).filter(valid_until=None))
    for row in rows:
        row.valid_until = max(last_day, row.valid_from) if row.valid_from else last_day
        if row.pk == school.pk:
            row.merged_into = successor
    Organisation.with_removed.bulk_update(rows, ["valid_until", "merged_into"])
    return [row.pk for row in rows]


def unmerge_school(*, acting: Viewer, merger: dict[str, Any]) -> Organisation:
    """Take a merger back: everything stands, and is called, as before."""
    both = Organisation.with_removed.noted([merger["school"], merger["successor"]]).in_bulk()
    school, successor = both[merger["school"]], both[merger["successor"]]
    acting.demand("organisations.change", school.path)
    acting.demand("organisations.change", successor.path)
    with transaction.atomic(), named("organisations.unmerge"):
        _open_again(merger["closed"])
        for step in reversed([Step(**values) for values in merger["steps"]]):
            _carry_back(acting, step)
        emit(MergerTakenBack(school.pk, successor.pk))
        school.refresh_from_db()
    return school


def _open_again(ids: Iterable[int]) -> None:
    rows = list(Organisation.with_removed.noted(list(ids)))
    for row in rows:
        row.valid_until, row.merged_into = None, None
    Organisation.with_removed.bulk_update(rows, ["valid_until", "merged_into"])


def _carry_back(acting: Viewer, step: Step) -> None:
    both = Organisation.with_removed.noted([step.organisation_id, step.parent_id]).in_bulk()
    row, parent = both[step.organisation_id], both[step.parent_id]
    if step.number is not None:
        row.class_profile.number = step.number
        row.class_profile.save(update_fields=["number"])
    if step.former_name_id is not None:
        OrganisationName.objects.noted([step.former_name_id]).delete()
        row.name = step.name
        row.save(update_fields=["name"])
    move_organisation(acting=acting, organisation=row, parent=parent, path=step.path)
