"""Taking the change of a school year back: every row that can be, whatever came between, and a reason for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.campus.students.actions.roll import Status
from santong.domains.campus.students.models import Guardianship, Pupil, RollChange, YearChange
from santong.domains.campus.students.settling import BATCH, REASON, places_of, settle
from santong.domains.platform.access.public import bring_back
from santong.domains.platform.organisations.public import (
    ClassProfile,
    GradeProfile,
    Organisation,
    advance_grade,
    change_organisation,
)
from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import named
from santong.kit.imports.written import Written, created, take_back
from santong.kit.refusals import NotPossible

PERMISSION = "school_year.run"
LIFETIME = timedelta(days=30)
"""How long a change of the year can be taken back: until the new classes have been filled and looked at."""
PUPIL, GRADE, PLACE = "pupil", "grade", "place"
CHANGED, GONE, IN_USE = "changed", "gone", "in_use"
DERIVED = frozenset({"organisations.organisationcount"})
"""What hangs on a new class without being entered by anybody."""

Kept = tuple[str, int, str]
"""What stays as it is: the kind of thing, its key, the reason."""


def take_year_back(*, acting: Viewer, change: YearChange) -> list[Kept]:
    """Undo what can be undone; answers what stays as it is, and why.

    Raises:
        NotPossible: when it was taken back already, or is too long ago.
    """
    acting.demand(PERMISSION, change.path)
    with transaction.atomic(), named("students.take_year_back"):
        row = YearChange.objects.locked_for_action(change)
        if row.taken_back_at is not None:
            raise NotPossible(_("This change of the school year has been taken back already."))
        if row.made_at + LIFETIME < timezone.now():
            raise NotPossible(_("This change of the school year is too long ago to be taken back."))
        kept = [*_unmake(row.undo["made"]), *_move_down(row.undo["moved"]), *_ungraduate(row)]
        row.taken_back_at, row.kept, row.undo = timezone.now(), kept, {}
        row.save()
    return kept


def _unmake(made: Sequence[dict[str, Any]]) -> list[Kept]:
    """Delete the new grades and classes, except those that somebody is in or that something refers to by now."""
    keys = [key for grade in made for key in (grade["grade"], *grade["classes"])]
    places = {row.pk: row for row in Organisation.with_removed.noted(keys)}
    grades = [grade["grade"] for grade in made if grade["grade"] in places]
    classes = [key for grade in made for key in grade["classes"] if key in places]
    written = [created(places[key]) for key in grades]
    written += _profiles(GradeProfile, grades)
    written += [created(places[key]) for key in classes]
    written += _profiles(ClassProfile, classes)
    done = take_back(written, derived=DERIVED)
    return [(PLACE, each.pk, IN_USE) for each in done.kept if each.model == Organisation._meta.label_lower]


def _profiles(model: Any, keys: Sequence[int]) -> list[Written]:
    return [created(row) for row in model.objects.noted(keys)]


def _move_down(moved: Sequence[Sequence[Any]]) -> Iterable[Kept]:
    """Grades as they were called before. Those removed meanwhile too, for they may be restored."""
    rows = Organisation.with_removed.noted([key for key, *_rest in moved])
    grades = rows.select_related("grade").in_bulk()
    for key, before, name, after in moved:
        if key not in grades:
            yield GRADE, key, GONE
        elif grades[key].grade.level != after:
            yield GRADE, key, CHANGED
        else:
            advance_grade(acting=SYSTEM, grade=grades[key], level=before, name=name)


def _ungraduate(row: YearChange) -> Iterable[Kept]:
    """Who graduated is on the roll again, unless they went on to another since."""
    undo = row.undo
    _open_again(undo["closed"], row)
    found = _pupils(undo["graduated"])
    back = [pupil for pupil in found.values() if pupil.status == Status.GRADUATED and pupil.school_id == row.school_id]
    before = places_of(back)
    suspended = set(undo["suspended"])
    for pupil in back:
        pupil.status = Status.SUSPENDED if pupil.pk in suspended else Status.ENROLLED
    Pupil.objects.bulk_save(back, ["status"])
    bring_back(_roles_of(back, undo["roles"]))
    settle(before, back)
    _forget_changes([change for change, key in zip(undo["changes"], undo["graduated"], strict=True) if key in before])
    for key in undo["graduated"]:
        if key not in before:
            yield PUPIL, key, CHANGED if key in found else GONE


def _open_again(keys: Sequence[int], change: YearChange) -> None:
    rows = Organisation.with_removed.noted(keys).filter(valid_until=change.day)
    for row in rows:
        change_organisation(acting=SYSTEM, organisation=row, valid_until=None)


def _pupils(keys: Sequence[int]) -> dict[int, Pupil]:
    rows = Pupil.objects.unscoped(REASON).select_related("person", "school", "school_class")
    return {
        pupil.pk: pupil
        for start in range(0, len(keys), BATCH)
        for pupil in rows.filter(pk__in=keys[start : start + BATCH])
    }


def _roles_of(pupils: Sequence[Pupil], receipts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The roles that go with pupils: their own, and those of their guardians in their classes."""
    held = {(pupil.person_id, pupil.school_class_id or pupil.school_id) for pupil in pupils}
    places = {pupil.person_id: pupil.school_class_id or pupil.school_id for pupil in pupils}
    children = list(places)
    for start in range(0, len(children), BATCH):
        rows = Guardianship.objects.noted(children[start : start + BATCH], by="child_id").filter(ended_on=None)
        held |= {(guardian, places[child]) for guardian, child in rows.values_list("guardian_id", "child_id")}
    return [each for each in receipts if (each["person_id"], each["organisation_id"]) in held]


def _forget_changes(keys: Sequence[int]) -> None:
    for start in range(0, len(keys), BATCH):
        RollChange.objects.noted(keys[start : start + BATCH]).delete()
