"""Writing the pupils of a roster, new and known ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from santong.domains.campus.students.actions.roll import (
    Kind,
    NewPupil,
    Status,
    enrol,
    leave_classes,
    write_changes,
)
from santong.domains.campus.students.events import PupilsMoved
from santong.domains.campus.students.importing.drafts import Draft
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.settling import places_of, settle
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.imports.written import Written, change_all
from santong.kit.models import AuditedModel

PUPIL_FIELDS = (
    "school",
    "school_class",
    "path",
    "status",
    "roll_number_cipher",
    "roll_number_index",
    "ethnic_group",
    "traits",
    "entered_on",
    "class_since",
)


def created(rows: Sequence[AuditedModel], *watched: str) -> list[Written]:
    """What the undo needs of new rows; it spares those of which a `watched` column changed since."""
    if not rows:
        return []
    label = rows[0]._meta.label_lower
    return [Written(label, row.pk, None, {name: row.__dict__[name] for name in watched}) for row in rows]


def write_new(acting: Viewer, school: Organisation, drafts: Sequence[Draft]) -> list[Written]:
    """Put pupils on the roll whom it doesn't know; people whom the region knows stay who they are."""
    strangers = [draft for draft in drafts if draft.person is None]
    people = create_people(acting=acting, drafts=[_new_person(draft, school) for draft in strangers])
    for draft, person in zip(strangers, people, strict=True):
        draft.person = person
    new = [
        NewPupil(
            person=draft.person,
            school_class=draft.school_class,
            roll_number=draft.roll.number if draft.roll else "",
            ethnic_group=draft.ethnic_group,
            traits=draft.traits,
        )
        for draft in drafts
        if draft.person is not None
    ]
    pupils = enrol(acting=acting, school=school, drafts=new, day=timezone.localdate())
    for draft, pupil in zip(drafts, pupils, strict=True):
        draft.known = pupil
    return created(people, "name") + created(pupils, "school_id", "status")


@dataclass(slots=True)
class Arrival:
    """A pupil who had left the roll and comes (back) to a school, with what is known of them."""

    pupil: Pupil
    school_class: Organisation | None
    roll_number: str = ""
    ethnic_group: str = ""
    traits: str = ""


def return_to_roll(school: Organisation, arrivals: Sequence[Arrival]) -> list[Written]:
    """Take pupils onto the roll of a school who had left that of another; the rights were checked."""
    pupils = [arrival.pupil for arrival in arrivals]
    before = places_of(pupils)
    today = timezone.localdate()
    with named("students.import"):
        written = created(write_changes(pupils, Kind.ENTER, today, to_place=school.name))
        for arrival in arrivals:
            _arrive(arrival, school, today)
        written += change_all(pupils, PUPIL_FIELDS)
        settle(before, pupils)
        emit(PupilsMoved(tuple(pupil.pk for pupil in pupils)))
    return written


def _arrive(arrival: Arrival, school: Organisation, today: date) -> None:
    pupil, place = arrival.pupil, arrival.school_class or school
    pupil.status, pupil.school, pupil.entered_on = Status.ENROLLED, school, today
    pupil.school_class, pupil.path, pupil.class_since = arrival.school_class, place.path, today
    pupil.ethnic_group = pupil.ethnic_group or arrival.ethnic_group
    pupil.traits = pupil.traits or arrival.traits
    if arrival.roll_number and not pupil.roll_number_index:
        pupil.set_roll_number(arrival.roll_number)


def write_known(acting: Viewer, school: Organisation, drafts: Sequence[Draft]) -> list[Written]:
    """Complete what is known, move to other classes, and take back those who had left the roll."""
    pupils = [draft.known for draft in drafts if draft.known is not None]
    if not pupils:
        return []
    acting.demand("pupils.change", school.path)
    before = places_of(pupils)
    with named("students.import"):
        written = _note_moves(school, drafts)
        for draft in drafts:
            _bring_up_to_date(draft, school)
        written += change_all(pupils, PUPIL_FIELDS)
        written += change_all([pupil.person for pupil in pupils], ["birth_date", "id_number_cipher", "id_number_index"])
        settle(before, pupils)
        emit(PupilsMoved(tuple(pupil.pk for pupil in pupils)))
    return written


def _note_moves(school: Organisation, drafts: Sequence[Draft]) -> list[Written]:
    """Former classes and changes of the roll, before the rows change."""
    today = timezone.localdate()
    present = [d for d in drafts if d.known and d.known.is_present and _moves(d)]
    returning = [d for d in drafts if d.known and not d.known.is_present]
    moving = [draft.known for draft in present if draft.known]
    places = leave_classes(moving, until=today - timedelta(days=1))
    changes = write_changes(moving, Kind.MOVE, today)
    changes += write_changes([d.known for d in returning if d.known], Kind.ENTER, today, to_place=school.name)
    return created(places) + created(changes)


def _moves(draft: Draft) -> bool:
    known = draft.known
    return draft.school_class is not None and known is not None and known.school_class_id != draft.school_class.pk


def _bring_up_to_date(draft: Draft, school: Organisation) -> None:
    pupil, today = draft.known, timezone.localdate()
    assert pupil is not None
    if not pupil.is_present:
        pupil.status, pupil.school, pupil.entered_on = Status.ENROLLED, school, today
        pupil.school_class, pupil.path = None, school.path
    if draft.school_class is not None and pupil.school_class_id != draft.school_class.pk:
        pupil.school_class, pupil.path, pupil.class_since = draft.school_class, draft.school_class.path, today
    if draft.roll and not pupil.roll_number_index:
        pupil.set_roll_number(draft.roll.number)
    _fill(pupil, draft)
    if draft.identity and not pupil.person.id_number_index:
        pupil.person.set_id_number(draft.number)
    if draft.birth_date and not pupil.person.birth_date:
        pupil.person.birth_date = draft.birth_date


def _fill(pupil: Pupil, draft: Draft) -> None:
    pupil.ethnic_group = pupil.ethnic_group or draft.ethnic_group
    pupil.traits = pupil.traits or draft.traits


def _new_person(draft: Draft, school: Organisation) -> NewPerson:
    return NewPerson(
        name=draft.name, path=school.path, sex=draft.sex or Person.Sex.UNKNOWN, birth_date=draft.birth_date,
        id_number=draft.number,
    )  # fmt: skip
