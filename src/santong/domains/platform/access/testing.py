"""Help for tests: the region that modules share, and people with roles in it, signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.test import Client

from santong.domains.platform.access.actions import appoint
from santong.domains.platform.access.roles import fits
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import (
    Organisation,
    classes_of,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
    lineage,
)
from santong.kit.access import SYSTEM
from santong.kit.testing import contracts


def somebody(role: str, organisation: Organisation, username: str) -> Person:
    """An invented person who holds a role on an organisation."""
    person = Person.objects.create_person(username=username, name=f"Person {username}", path=organisation.path)
    appoint(acting=SYSTEM, person=person, role=role, organisation=organisation)
    return person


def client_of(person: Person) -> Client:
    """A browser in which a person is signed in, as far as needed with a second factor."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def signed_in(role: str, organisation: Organisation, username: str = "") -> Client:
    """A browser of somebody new who holds a role on an organisation."""
    return client_of(somebody(role, organisation, username or role))


@dataclass(frozen=True)
class Region:
    """The places that tests of all modules share: two counties, schools in both, classes in each."""

    city: Organisation
    east: Organisation
    west: Organisation
    lake: Organisation
    hill: Organisation
    far: Organisation
    grades: Mapping[str, Organisation]
    first: Organisation
    second: Organisation

    @property
    def grade(self) -> Organisation:
        """The grade at the lake."""
        return self.grades["Lake"]


def make_region() -> Region:
    """A city with the counties East (the schools Lake and Hill) and West (Far); each school has a first grade."""
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    east = create_organisation(acting=SYSTEM, kind="county_bureau", name="East", parent=city, division="990102")
    west = create_organisation(acting=SYSTEM, kind="county_bureau", name="West", parent=city, division="990121")
    lake = create_school(acting=SYSTEM, name="Lake", parent=east, code="2199000011", education_type="211")
    hill = create_school(acting=SYSTEM, name="Hill", parent=east, code="2199000012", education_type="312")
    far = create_school(acting=SYSTEM, name="Far", parent=west, code="2199000013", education_type="211")
    grades = {}
    for school in (lake, hill, far):
        grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=1, school_year=2026)
        create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])
        grades[school.name] = grade
    first, second = classes_of(lake)
    return Region(city, east, west, lake, hill, far, grades, first, second)


class PagesContract(contracts.PagesContract):
    """The contract of declared pages, in the region that all modules share; rows stand at the lake.

    People stand at the innermost place around it that fits their role; the intruder across the city.
    """

    @classmethod
    def make_region(cls) -> Region:
        return make_region()

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.lake, region.far

    def enter(self, role: str, place: Organisation) -> Client:
        name = f"{role or 'outsider'}-{place.pk}"
        if not role:
            return client_of(Person.objects.create_person(username=name, name="Person", path=place.path))
        return client_of(somebody(role, _fitting(role, place), name))


class CityPagesContract(PagesContract):
    """The contract of pages whose rows stand at no place, or at the city."""

    elsewhere = False

    @classmethod
    def stand(cls, region: Region) -> tuple[Organisation, Organisation]:
        return region.city, region.city


class OwnPagesContract(PagesContract):
    """The contract of pages about rows that show to one person alone: `owner`, who is the keeper."""

    owner: Person

    @classmethod
    def setUpTestData(cls) -> None:
        cls.region = cls.make_region()
        cls.owner = somebody(cls.keeper, _fitting(cls.keeper, cls.region.lake), "owner")
        cls.rows = [cls.make(cls.region, number) for number in range(2)]

    def kept(self) -> Client:
        return client_of(self.owner)


def _fitting(role: str, place: Organisation) -> Organisation:
    """The innermost place around a school on which a role makes sense; its first class when none does."""
    around = [each for each in lineage(place) if fits(role, each)]
    return around[-1] if around else classes_of(place)[0]
