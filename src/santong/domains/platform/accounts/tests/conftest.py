"""A region of two schools; each has its IT, a head, a class with a teacher, a pupil and a parent."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client

from santong.domains.platform.access.public import Fact, follow
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import Organisation, create_organisation, create_school
from santong.kit.access import SYSTEM

PASSWORD = "four plain words here"


@dataclass
class Place:
    """A school with its people."""

    school: Organisation
    school_class: Organisation
    it: Person
    head: Person
    affairs: Person
    class_teacher: Person
    pupil: Person
    parent: Person


@dataclass
class Region:
    """The bureau with its administrator, and two schools."""

    bureau: Organisation
    administrator: Person
    lake: Place
    hill: Place


def make_place(bureau: Organisation, name: str) -> Place:
    school = create_school(acting=SYSTEM, name=name, parent=bureau, education_type="211")
    grade = create_organisation(acting=SYSTEM, kind="grade", name="一年级", parent=school)
    school_class = create_organisation(acting=SYSTEM, kind="class", name="一年级(1)班", parent=grade)
    pupil, parent = create_people(
        acting=SYSTEM, drafts=[NewPerson(f"{name}生", school.path), NewPerson(f"{name}长", school.path)]
    )
    for role, person in (("pupil", pupil), ("parent", parent)):
        follow(role, {Fact(person.pk, school_class.pk, school_class.path)})
    teacher = somebody("class_teacher", school_class, f"{name}-teacher")
    teacher.path = school.path
    teacher.save()
    people = {role: somebody(role, school, f"{name}-{role}") for role in ("school_it", "principal", "teaching_affairs")}
    return Place(
        school,
        school_class,
        it=people["school_it"],
        head=people["principal"],
        affairs=people["teaching_affairs"],
        class_teacher=teacher,
        pupil=pupil,
        parent=parent,
    )


@pytest.fixture
def region() -> Region:
    bureau = create_organisation(acting=SYSTEM, kind="city_bureau", name="Bureau", parent=None)
    administrator = somebody("region_administrator", bureau, "administrator")
    return Region(bureau, administrator, make_place(bureau, "lake"), make_place(bureau, "hill"))


@pytest.fixture
def it(region: Region) -> Client:
    """The browser of the school IT by the lake."""
    return client_of(region.lake.it)


@pytest.fixture
def teacher(region: Region) -> Client:
    """The browser of the class teacher by the lake."""
    return client_of(region.lake.class_teacher)
