"""A small region: two counties, two schools each in the first, and people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import (
    Organisation,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

ENTERED = date(2025, 9, 1)


@dataclass
class Cast:
    """The organisations and people of a test."""

    city: Organisation
    school: Organisation
    other: Organisation
    far: Organisation
    classes: list[Organisation]
    pupils: list[Pupil]

    def client(self, role: str, organisation: Organisation, username: str = "") -> Client:
        """Somebody signed in who holds a role."""
        person = Person.objects.create_person(
            username=username or f"{role}-{organisation.pk}", name="某人", path=organisation.path
        )
        appoint(acting=SYSTEM, person=person, role=role, organisation=organisation)
        client = Client()
        client.force_login(person)
        return client


def number(serial: int, born: date = date(2016, 9, 3), sex: Sex = Sex.MALE) -> str:
    """An invented identity number."""
    return make_identity_number("990102", born, sex, serial).number


def add_pupils(school: Organisation, school_class: Organisation | None, count: int, first: int = 0) -> list[Pupil]:
    """Pupils with numbers from `first` on."""
    people = create_people(
        acting=SYSTEM,
        drafts=[
            NewPerson(f"曾{'一二三四五六七八九十'[n % 10]}", school.path, "1", date(2016, 9, 3), number(first + n))
            for n in range(count)
        ],
    )
    drafts = [NewPupil(person, school_class, f"G{number(first + n)}", "01") for n, person in enumerate(people)]
    return enrol(acting=SYSTEM, school=school, drafts=drafts, day=ENTERED)


@pytest.fixture
def cast(db) -> Cast:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    near = create_organisation(acting=SYSTEM, kind="county_bureau", name="Near", parent=city)
    away = create_organisation(acting=SYSTEM, kind="county_bureau", name="Away", parent=city)
    school = create_school(acting=SYSTEM, name="甲校", parent=near, code="2199000001", education_type="211")
    other = create_school(acting=SYSTEM, name="乙校", parent=near, code="2199000002", education_type="211")
    far = create_school(acting=SYSTEM, name="丙校", parent=away, code="2199000003", education_type="211")
    classes = []
    for owner in (school, other, far):
        grade = create_grade(acting=SYSTEM, school=owner, stage="primary", level=3, school_year=2025)
        classes += create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])
    pupils = add_pupils(school, classes[0], 5)
    return Cast(city, school, other, far, classes, pupils)
