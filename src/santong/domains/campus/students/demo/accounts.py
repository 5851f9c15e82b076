"""Giving the demonstration accounts what their roles rest on: a class, a child, an employment."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from santong.domains.campus.staff.public import NewStaff, Staff, employ
from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import SYSTEM

REASON = "making the demonstration"
STAFF_ROLES = ("principal", "teaching_affairs", "school_it", "class_teacher", "subject_teacher")


def join_accounts() -> None:
    """Everybody who was given a role before the schools had people gets the fact behind it."""
    rows = Appointment.objects.unscoped(REASON).select_related("person", "organisation").order_by("pk")
    by_hand = rows.filter(valid_from=None)
    _employ(row for row in by_hand if row.role in STAFF_ROLES)
    children = _enrol(row for row in by_hand if row.role == "pupil")
    _link((row for row in by_hand if row.role == "parent"), children)


def _employ(rows: Iterable[Appointment]) -> None:
    found: dict[int, tuple[Person, Organisation]] = {}
    for row in rows:
        school = school_of(row.organisation)
        if school is not None:
            found.setdefault(row.person_id, (row.person, school))
    known = set(Staff.objects.unscoped(REASON).filter(person__in=found).values_list("person_id", flat=True))
    for key, (person, school) in found.items():
        if key not in known:
            draft = NewStaff(person, subjects=("语文",), is_teacher=False, on_establishment=True)
            employ(acting=SYSTEM, school=school, drafts=[draft], day=timezone.localdate())


def _enrol(rows: Iterable[Appointment]) -> list[Pupil]:
    found = []
    for row in rows:
        school = school_of(row.organisation)
        if school is not None:
            draft = NewPupil(row.person, row.organisation)
            found += enrol(acting=SYSTEM, school=school, drafts=[draft], day=timezone.localdate())
    return found


def _link(rows: Iterable[Appointment], children: list[Pupil]) -> None:
    """Each parent is linked to a child in the class of the appointment, the accounts' own first."""
    for row in rows:
        own = [child for child in children if child.school_class_id == row.organisation_id]
        others = Pupil.objects.unscoped(REASON).filter(school_class=row.organisation).select_related("school", "person")
        child = next(iter(own), None) or others.first()
        if child is not None:
            children = [each for each in children if each is not child]
            link_guardians(acting=SYSTEM, drafts=[NewGuardian(child, row.person)])
