"""Giving the demonstration accounts what their roles rest on: a class, a child, an employment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType

from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.campus.staff.public import NewStaff, NewTeaching, Post, Staff, Teaching, assign_teaching, employ
from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, school_of, school_year_of
from santong.kit.access import SYSTEM

SUBJECT = "语文"
POSTS = MappingProxyType(
    {
        "principal": Post.Title.PRINCIPAL,
        "teaching_affairs": Post.Title.TEACHING_AFFAIRS,
        "school_it": Post.Title.IT,
        "class_teacher": Post.Title.TEACHER,
        "subject_teacher": Post.Title.TEACHER,
    }
)
"""The post that goes with a role."""
RELATIONS = MappingProxyType(
    {Person.Sex.MALE.value: Guardianship.Relation.FATHER, Person.Sex.FEMALE.value: Guardianship.Relation.MOTHER}
)
TEACHES = frozenset({"class_teacher", "subject_teacher"})


def place_accounts() -> None:
    """Everybody who was given a role before the schools had people gets the class or job behind it."""
    rows = list(_by_hand())
    _employ(row for row in rows if row.role in POSTS)
    _assign(row for row in rows if row.role in (Teaching.Kind.CLASS_TEACHER, Teaching.Kind.SUBJECT))
    _enrol(row for row in rows if row.role == "pupil")


def link_accounts() -> None:
    """Each parent is linked to a child in the class of the appointment, one of their surname if there is."""
    taken: set[int] = set()
    for row in _by_hand().filter(role="parent"):
        in_class = Pupil.objects.by_installation().filter(school_class=row.organisation)
        children = in_class.exclude(pk__in=taken).select_related("school", "person").order_by("pk")
        child = children.filter(person__name__startswith=row.person.name[0]).first() or children.last()
        if child is not None:
            taken.add(child.pk)
            relation = RELATIONS.get(row.person.sex, Guardianship.Relation.GUARDIAN)
            link_guardians(acting=SYSTEM, drafts=[NewGuardian(child, row.person, relation)])


def _first_day() -> date:
    return date(school_year_of(timezone.localdate()), 9, 1)


def _by_hand() -> QuerySet[Appointment]:
    rows = Appointment.objects.by_installation().filter(valid_from=None)
    return rows.select_related("person", "organisation").order_by("pk")


def _employ(rows: Iterable[Appointment]) -> None:
    found: dict[int, tuple[Person, Organisation, str]] = {}
    for row in rows:
        school = school_of(row.organisation)
        if school is not None:
            found.setdefault(row.person_id, (row.person, school, row.role))
    known = set(Staff.objects.by_installation().filter(person__in=found).values_list("person_id", flat=True))
    for key, (person, school, role) in found.items():
        if key not in known:
            teaches = role in TEACHES
            draft = NewStaff(
                person,
                subjects=(SUBJECT,) if teaches else (),
                titles=(POSTS[role],),
                is_teacher=teaches,
                on_establishment=True,
                stage=school.school.stage_list[0] if teaches else "",
            )
            employ(acting=SYSTEM, school=school, drafts=[draft], day=_first_day())


def _assign(rows: Iterable[Appointment]) -> None:
    """Those who lead or teach a class by their role have the assignment behind it."""
    for row in rows:
        staff = Staff.objects.by_installation().select_related("person").get(person=row.person)
        subject = "" if row.role == Teaching.Kind.CLASS_TEACHER else SUBJECT
        draft = NewTeaching(staff, row.organisation, subject)
        assign_teaching(acting=SYSTEM, drafts=[draft], day=_first_day())


def _enrol(rows: Iterable[Appointment]) -> None:
    for row in rows:
        school = school_of(row.organisation)
        if school is not None:
            draft = NewPupil(row.person, row.organisation)
            enrol(acting=SYSTEM, school=school, drafts=[draft], day=_first_day())
