"""A small region in which everybody is worth taking over: invented, and built by the product's own actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.staff.public import NewStaff, employ
from santong.domains.campus.students.public import NewGuardian, NewPupil, enrol, link_guardians
from santong.domains.platform.access.public import Appointment, appoint, delegate
from santong.domains.platform.identity import secrets
from santong.domains.platform.identity.public import Person, create_person
from santong.domains.platform.organisations.public import (
    Organisation,
    classes_of,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM, Viewer
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex
from tests.takeover.cast import PASSWORD, Victim, World

BORN = date(1984, 4, 9)
SCHOOL_YEAR = 2025


class _Builder:
    def __init__(self) -> None:
        self.serial = 0
        self.city = create_organisation(acting=SYSTEM, kind="city_bureau", name="攻城市教育局", parent=None)
        self.east = create_organisation(acting=SYSTEM, kind="county_bureau", name="东县教育局", parent=self.city)
        self.mine = create_school(
            acting=SYSTEM, name="甲小学", parent=self.east, code="2199000101", education_type="211"
        )
        self.other = create_school(
            acting=SYSTEM, name="乙小学", parent=self.east, code="2199000102", education_type="211"
        )
        self.my_class, self.other_class = (self._class(school) for school in (self.mine, self.other))

    def _class(self, school: Organisation) -> Organisation:
        grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=3, school_year=SCHOOL_YEAR)
        create_classes(acting=SYSTEM, grade=grade, numbers=[1])
        return classes_of(school)[0]

    def person(self, name: str, username: str, place: Organisation, role: str = "", home: str = "") -> Person:
        self.serial += 1
        person = create_person(
            acting=SYSTEM,
            path=home or place.path,
            username=username,
            name=name,
            password=PASSWORD,
            must_change_password=False,
            id_number=make_identity_number("990102", BORN, Sex.FEMALE, self.serial).number,
            phone=f"1990000{self.serial:04}",
        )
        if role:
            appoint(acting=SYSTEM, person=person, role=role, organisation=place)
        return person

    def pupil(self, name: str, username: str, school: Organisation, school_class: Organisation) -> Any:
        person = self.person(name, username, school)
        drafts = [NewPupil(person, school_class)]
        return enrol(acting=SYSTEM, school=school, drafts=drafts, day=date(2025, 9, 1))[0]

    def parent(self, name: str, username: str, *pupils: Any) -> Person:
        person = self.person(name, username, pupils[0].school)
        link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, person) for pupil in pupils])
        return person

    def staff(self, name: str, username: str, school: Organisation) -> Person:
        person = self.person(name, username, school)
        employ(acting=SYSTEM, school=school, drafts=[NewStaff(person)], day=date(2025, 9, 1))
        return person

    def lent(self, head: Person) -> Person:
        """Somebody without a role of their own, to whom the principal lent theirs."""
        person = self.staff("孙代理", "victim-deputy", self.mine)
        row = Appointment.objects.unscoped("the world of a test").get(person=head, role="principal")
        until = timezone.localdate() + timedelta(days=30)
        acting = Viewer(person_id=head.pk)
        delegate(acting=acting, appointment=row, person=person, organisation=self.mine, valid_until=until)
        return person


def build() -> World:
    """Two schools of a county: attackers of every role at one of them and above, victims everywhere."""
    make = _Builder()
    city, east, mine, other = make.city, make.east, make.mine, make.other
    my_pupil = make.pupil("曾小甲", "pupil-mine", mine, make.my_class)
    other_pupil = make.pupil("曾小乙", "victim-pupil", other, make.other_class)
    head = make.person("高校长", "victim-principal", mine, "principal")
    victims = [
        make.person("柳区管", "victim-administrator", city, "region_administrator"),
        make.person("柳审计", "victim-auditor", city, "auditor"),
        make.person("柳市局", "victim-bureau", city, "bureau_officer"),
        make.person("柳县局", "victim-county", east, "county_officer"),
        head,
        make.lent(head),
        make.person("高信息", "victim-it", other, "school_it"),
        make.staff("高老师", "victim-teacher", other),
        make.parent("曾家长", "victim-parent", other_pupil),
        make.parent("李家长", "victim-both", my_pupil, other_pupil),
        other_pupil.person,
        # At home at the attackers' school, and strong by a role above it.
        make.person("柳双职", "victim-two", east, "county_officer", home=mine.path),
    ]
    at = {
        "teaching_affairs": mine,
        "school_it": mine,
        "principal": mine,
        "class_teacher": make.my_class,
        "subject_teacher": make.my_class,
        "enterprise_tutor": mine,
        "county_officer": east,
        "bureau_officer": city,
        "inspector": city,
        "security_officer": city,
    }
    for role, place in at.items():
        home = mine.path if role == "class_teacher" or role == "subject_teacher" else ""
        make.person("攻击者", f"attacker-{role}", place, role, home=home)
    make.parent("攻击者", "attacker-parent", my_pupil)
    return World(
        places={
            "city": city.pk,
            "east": east.pk,
            "mine": mine.pk,
            "other": other.pk,
            "my_class": make.my_class.pk,
            "other_class": make.other_class.pk,
        },
        pupils={"mine": my_pupil.pk, "other": other_pupil.pk},
        attackers={**{role: f"attacker-{role}" for role in at}, "parent": "attacker-parent", "pupil": "pupil-mine"},
        victims=[_victim(person) for person in victims],
    )


def _victim(person: Person) -> Victim:
    id_number = secrets.unseal(secrets.Kind.ID_NUMBER, person.sealed_id_number)
    phone = secrets.unseal(secrets.Kind.PHONE, person.sealed_phone)
    held = Appointment.objects.unscoped("the world of a test").filter(person=person).values_list("pk", flat=True)
    return Victim(person.pk, person.name, person.username, id_number, phone, list(held))
