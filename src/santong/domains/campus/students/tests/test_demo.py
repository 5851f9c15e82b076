"""The demonstration region: the small one as made; the city is in test_city.py and, whole, in bench/city.py."""

from __future__ import annotations

from collections import Counter

import pytest

from santong.domains.campus.students.demo import fixture
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.duplicates.models import Suspicion
from santong.domains.platform.identity.public import Person, is_invented
from santong.domains.platform.organisations import demo_city
from santong.domains.platform.organisations.public import Organisation, SchoolProfile, Stage, spread
from santong.kit.demo import Region
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db


def make(size: str) -> None:
    region = Region(size=size, say=lambda text: None)
    for step in registry.every("demo"):
        if step.order <= 30:
            step.fill(region)


def test_the_small_region_has_families_and_only_invented_people():
    make("small")
    assert 2900 < Pupil.objects.count() < 3300
    assert Guardianship.objects.count() > 0.99 * Pupil.objects.count()
    schools = SchoolProfile.objects.all()
    assert Organisation.objects.filter(kind="county_bureau").count() == 1
    assert len(schools) == 12
    assert {stage for school in schools for stage in school.stage_list} == set(Stage)
    assert Appointment.objects.filter(role="principal").count() == 12
    assert Suspicion.objects.filter(state="open").count() == 3
    pupils = Person.objects.filter(pupil__isnull=False)
    assert all(is_invented(person) for person in pupils[::50])
    own = Guardianship.objects.get(guardian__username="parent")
    assert own.child.username == "pupil"


def test_the_plan_of_the_city_is_the_fixture():
    assert sum(kind.number for kind in demo_city.SCHOOL_KINDS) == fixture.TOTALS["schools"]
    assert dict(demo_city.PUPILS) == fixture.PUPILS and sum(fixture.PUPILS.values()) == fixture.TOTALS["pupils"]
    assert dict(demo_city.TEACHERS) == fixture.TEACHERS
    assert sum(fixture.TEACHERS.values()) == fixture.TOTALS["teachers"]
    assert sum(demo_city.STAFF.values()) == fixture.TOTALS["staff"]
    numbers = Counter({kind.education_type: kind.number for kind in demo_city.SCHOOL_KINDS})
    for types, wanted in fixture.SCHOOLS.values():
        assert sum(numbers[code] for code in types) == wanted


def test_shares_add_up():
    assert spread(10, [1, 1, 1]) == [4, 3, 3]
    assert sum(spread(30_674, list(range(1, 217)))) == 30_674
