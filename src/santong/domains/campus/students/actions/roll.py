"""Onto the roll, between classes, and off it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.campus.students.events import PupilsMoved
from santong.domains.campus.students.models import ClassPlace, Pupil, RollChange
from santong.domains.campus.students.settling import BATCH, NOWHERE, places_of, settle
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.models.building import maker
from santong.kit.refusals import NotPossible

CHANGE = "pupils.change"
Kind, Status = RollChange.Kind, Pupil.Status

STEPS = MappingProxyType(
    {
        Kind.SUSPEND: ((Status.ENROLLED,), Status.SUSPENDED),
        Kind.RESUME: ((Status.SUSPENDED,), Status.ENROLLED),
        Kind.GRADUATE: ((Status.ENROLLED, Status.SUSPENDED), Status.GRADUATED),
        Kind.LEAVE: ((Status.ENROLLED, Status.SUSPENDED), Status.LEFT),
    }
)
"""For each change of status: from which, to which."""


@dataclass(frozen=True, slots=True)
class NewPupil:
    """A person to put on the roll of a school."""

    person: Person
    school_class: Organisation | None
    roll_number: str = ""
    ethnic_group: str = ""
    traits: str = ""
    status: str = Status.ENROLLED


def enrol(*, acting: Viewer, school: Organisation, drafts: Sequence[NewPupil], day: date) -> list[Pupil]:
    """Put people on the roll of a school, who were on none before."""
    acting.demand(CHANGE, school.path)
    rows = _rows(school, drafts, day)
    with transaction.atomic(), named("students.enrol"):
        Pupil.objects.bulk_create(rows, batch_size=BATCH)
        settle(NOWHERE, rows)
        emit(PupilsMoved(tuple(row.pk for row in rows)))
    return rows


def move(*, acting: Viewer, pupils: Sequence[Pupil], school_class: Organisation, day: date, reason: str = "") -> None:
    """Put pupils of a school into one of its classes, keeping the classes they leave."""
    for pupil in pupils:
        acting.demand(CHANGE, pupil.path)
        if not school_class.path.startswith(pupil.school.path):
            raise NotPossible(_("The class belongs to another school. Ask for a transfer instead."))
    moving = [pupil for pupil in pupils if pupil.school_class_id != school_class.pk]
    before = places_of(moving)
    with transaction.atomic(), named("students.move"):
        leave_classes(moving, until=day - timedelta(days=1))
        write_changes(moving, Kind.MOVE, day, to_place=school_class.name, reason=reason)
        for pupil in moving:
            _put(pupil, school_class, day)
        Pupil.objects.bulk_update(moving, ["school_class", "path", "class_since"], batch_size=BATCH)
        settle(before, moving)
        emit(PupilsMoved(tuple(pupil.pk for pupil in moving)))


def change_status(*, acting: Viewer, pupils: Sequence[Pupil], kind: str, day: date, reason: str = "") -> None:
    """Suspend, resume, graduate or let leave; raises `NotPossible` when one of them can't be."""
    allowed, status = STEPS[RollChange.Kind(kind)]
    for pupil in pupils:
        acting.demand(CHANGE, pupil.path)
        if pupil.status not in allowed:
            text = _("%(name)s is “%(status)s”, so this can't be done. Reload the page to see the present state.")
            raise NotPossible(text % {"name": pupil.person.name, "status": pupil.get_status_display()})
    before = places_of(pupils)
    with transaction.atomic(), named(f"students.{kind}"):
        write_changes(pupils, kind, day, reason=reason)
        for pupil in pupils:
            pupil.status = status
        Pupil.objects.bulk_update(pupils, ["status"], batch_size=BATCH)
        settle(before, pupils)
        emit(PupilsMoved(tuple(pupil.pk for pupil in pupils)))


def correct(*, acting: Viewer, pupil: Pupil, **fields: str) -> None:
    """Correct what the roll says about a pupil: `ethnic_group`, `traits`, `roll_number`."""
    acting.demand(CHANGE, pupil.path)
    if not fields.keys() <= {"ethnic_group", "traits", "roll_number"}:
        raise PermissionDenied("places and states change by their own actions")
    if (number := fields.pop("roll_number", None)) is not None:
        pupil.set_roll_number(number)
    for name, value in fields.items():
        setattr(pupil, name, value)
    with named("students.correct"):
        pupil.save()


def write_changes(
    pupils: Sequence[Pupil], kind: str, day: date, *, to_place: str = "", reason: str = ""
) -> list[RollChange]:
    """Note a change for each pupil, before it is made to the rows."""
    rows = [
        RollChange(
            pupil=pupil,
            kind=kind,
            day=day,
            path=pupil.path,
            from_status=pupil.status,
            from_place=pupil.school_class.name if pupil.school_class else pupil.school.name,
            to_place=to_place,
            reason=reason,
        )
        for pupil in pupils
    ]
    return RollChange.objects.bulk_create(rows, batch_size=BATCH)


def leave_classes(pupils: Sequence[Pupil], *, until: date) -> list[ClassPlace]:
    """Keep the classes that pupils leave with the days they were in them.

    Somebody moved on the day they came was in their class for no day, and has nothing to keep.
    """
    rows = [
        ClassPlace(
            pupil=pupil,
            school_class=pupil.school_class,
            path=pupil.school_class.path,
            class_name=pupil.school_class.name,
            since=pupil.class_since,
            until=until,
        )
        for pupil in pupils
        if pupil.school_class is not None and (pupil.class_since is None or pupil.class_since <= until)
    ]
    return ClassPlace.objects.bulk_create(rows, batch_size=BATCH)


def _put(pupil: Pupil, school_class: Organisation, day: date) -> None:
    pupil.school_class, pupil.path, pupil.class_since = school_class, school_class.path, day


def _rows(school: Organisation, drafts: Sequence[NewPupil], day: date) -> list[Pupil]:
    names = (
        "person",
        "school",
        "school_class",
        "path",
        "status",
        "ethnic_group",
        "traits",
        "entered_on",
        "class_since",
    )
    make = maker(Pupil, *names)
    rows = []
    for draft in drafts:
        place = draft.school_class
        path, since = (place.path, day) if place else (school.path, None)
        pupil = make(draft.person, school, place, path, draft.status, draft.ethnic_group, draft.traits, day, since)
        pupil.set_roll_number(draft.roll_number)
        rows.append(pupil)
    return rows
