"""A region small enough that a step takes milliseconds: two schools with their people, and who works on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from santong.domains.campus.staff.actions import NewStaff, NewTeaching, assign_teaching, employ
from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.campus.students.models import Pupil
from santong.domains.platform.access.public import Appointment, appoint
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import (
    Organisation,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.testing.sequences import BORN, number_of

LEVELS = (1, 6)
"""The first grade, above which a new one comes, and the last, which graduates."""
PUPILS = 2


@dataclass
class Region:
    """What the sequences work on, and the person who does."""

    city: Organisation
    counties: list[Organisation]
    schools: list[Organisation]
    person: Person
    viewer: Viewer
    serial: int = 900


def build() -> Region:
    """Two counties with a school each; in each two grades of one class, pupils with guardians, two teachers."""
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="海州市教育局", parent=None)
    counties = [create_organisation(acting=SYSTEM, kind="county_bureau", name=n, parent=city) for n in ("东城", "西城")]
    schools = [
        create_school(acting=SYSTEM, name=f"{name}小学", parent=county, code=f"219900000{n}", education_type="211")
        for n, (name, county) in enumerate(zip(("东山", "西山"), counties, strict=True), 1)
    ]
    for number, school in enumerate(schools):
        _fill(school, number * 20)
    return Region(city, counties, schools, *_worker(city))


def _fill(school: Organisation, first: int) -> None:
    day = timezone.localdate() - timedelta(days=200)
    serial, classes = first, []
    for level in LEVELS:
        grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=level, school_year=day.year)
        classes += create_classes(acting=SYSTEM, grade=grade, numbers=[1])
    for school_class in classes:
        pupils = _pupils(school, school_class, serial, day)
        _parent(school, pupils[0], serial)
        serial += PUPILS
    people = create_people(acting=SYSTEM, drafts=_people(school, "2", range(serial, serial + 2)))
    staff = employ(acting=SYSTEM, school=school, drafts=[NewStaff(each) for each in people], day=day)
    assign_teaching(acting=SYSTEM, drafts=[NewTeaching(staff[0], classes[0])], day=day)
    appoint(acting=SYSTEM, person=people[1], role="principal", organisation=school)


def _people(school: Organisation, category: str, serials: Sequence[int]) -> list[NewPerson]:
    return [
        NewPerson(f"人{serial:03}", school.path, "1", BORN + timedelta(days=serial), number_of(serial))
        for serial in serials
    ]


def _pupils(school: Organisation, school_class: Organisation, serial: int, day: date) -> list[Pupil]:
    people = create_people(acting=SYSTEM, drafts=_people(school, "1", range(serial, serial + PUPILS)))
    return enrol(acting=SYSTEM, school=school, drafts=[NewPupil(each, school_class) for each in people], day=day)


def _parent(school: Organisation, pupil: Pupil, serial: int) -> None:
    (parent,) = create_people(acting=SYSTEM, drafts=[NewPerson(f"家{serial:03}", school.path, phone=f"139{serial:08}")])
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, parent, "52")])


def _worker(city: Organisation) -> tuple[Person, Viewer]:
    """Somebody who may do everything in the region, as a person: undo belongs to people."""
    person = Person.objects.create_person(username="worker", name="经办人", path=city.path)
    roles = [role.name for role in roles_by_name().values() if role.category == "staff"]
    Appointment.objects.bulk_create(
        Appointment(person=person, role=role, organisation=city, path=city.path, valid_from=date(2020, 1, 1))
        for role in roles
    )
    return person, Viewer(person.pk, tuple(Grant(role, city.path) for role in roles))
