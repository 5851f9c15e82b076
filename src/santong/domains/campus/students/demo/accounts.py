"""Giving the demonstration accounts what their roles rest on: a class, a child, an employment."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.campus.staff.public import NewStaff, NewTeaching, Staff, Teaching, assign_teaching, employ
from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of
from santong.kit.access import SYSTEM

REASON = "making the demonstration"
SUBJECT = "语文"
STAFF_ROLES = ("principal", "teaching_affairs", "school_it", "class_teacher", "subject_teacher")


def place_accounts() -> None:
    """Everybody who was given a role before the schools had people gets the class or job behind it."""
    rows = list(_by_hand())
    _employ(row for row in rows if row.role in STAFF_ROLES)
    _assign(row for row in rows if row.role in (Teaching.Kind.CLASS_TEACHER, Teaching.Kind.SUBJECT))
    _enrol(row for row in rows if row.role == "pupil")


def link_accounts() -> None:
    """Each parent is linked to a child in the class of the appointment, one of their surname if there is."""
    taken: set[int] = set()
    for row in _by_hand().filter(role="parent"):
        in_class = Pupil.objects.unscoped(REASON).filter(school_class=row.organisation)
        children = in_class.exclude(pk__in=taken).select_related("school", "person").order_by("pk")
        child = children.filter(person__name__startswith=row.person.name[0]).first() or children.last()
        if child is not None:
            taken.add(child.pk)
            link_guardians(acting=SYSTEM, drafts=[NewGuardian(child, row.person)])


def _by_hand() -> QuerySet[Appointment]:
    rows = Appointment.objects.unscoped(REASON).filter(valid_from=None)
    return rows.select_related("person", "organisation").order_by("pk")


def _employ(rows: Iterable[Appointment]) -> None:
    found: dict[int, tuple[Person, Organisation]] = {}
    for row in rows:
        school = school_of(row.organisation)
        if school is not None:
            found.setdefault(row.person_id, (row.person, school))
    known = set(Staff.objects.unscoped(REASON).filter(person__in=found).values_list("person_id", flat=True))
    for key, (person, school) in found.items():
        if key not in known:
            draft = NewStaff(person, subjects=(SUBJECT,), is_teacher=False, on_establishment=True)
            employ(acting=SYSTEM, school=school, drafts=[draft], day=timezone.localdate())


def _assign(rows: Iterable[Appointment]) -> None:
    """Those who lead or teach a class by their role have the assignment behind it."""
    for row in rows:
        staff = Staff.objects.unscoped(REASON).select_related("person").get(person=row.person)
        subject = "" if row.role == Teaching.Kind.CLASS_TEACHER else SUBJECT
        draft = NewTeaching(staff, row.organisation, subject)
        assign_teaching(acting=SYSTEM, drafts=[draft], day=timezone.localdate())


def _enrol(rows: Iterable[Appointment]) -> None:
    for row in rows:
        school = school_of(row.organisation)
        if school is not None:
            draft = NewPupil(row.person, row.organisation)
            enrol(acting=SYSTEM, school=school, drafts=[draft], day=timezone.localdate())
