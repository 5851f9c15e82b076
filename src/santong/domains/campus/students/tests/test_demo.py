"""The demonstration region: the small one as made; the city is in test_city.py and, whole, in bench/city.py."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from django.db.models import Count

from santong.domains.campus.students.demo import fixture
from santong.domains.campus.students.demo.inventing import Inventor
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.demonstration.accounts import ACCOUNTS
from santong.domains.platform.duplicates.models import Suspicion
from santong.domains.platform.identity.public import Person, is_invented
from santong.domains.platform.organisations import demo_city
from santong.domains.platform.organisations.public import Organisation, SchoolProfile, Stage, spread
from santong.kit.demo import DemoStep, Region
from santong.kit.registry import registry
from santong.lib.pinyin import pinyin_of_name
from santong.lib.sexes import Sex

pytestmark = pytest.mark.django_db
JOKES = frozenset(
    [
        "duziteng",
        "shizhenxiang",
        "fantong",
        "qinshou",
        "zhuyiqun",
        "jiabaoyu",
        "weishengjin",
        "paomo",
        "shenjingbing",
        "yangwei",
        "dujiaoshou",
        "liuchan",
        "jizhou",
        "xiaoqing",
        "wushuo",
        "hutu",
        "hushuo",
        "kongbu",
        "moli",
        "duanxiu",
        "gaochao",
    ]
)
"""How names sound that no parent gives."""


def make(size: str) -> None:
    region = Region(size=size, say=lambda text: None)
    for step in registry.of(DemoStep):
        if step.order <= 30:
            step.fill(region)


def test_the_small_region_has_families_and_only_invented_people():
    make("small")
    county, *others = Organisation.objects.filter(kind="county_bureau").order_by("path")
    assert len(others) == 2
    assert 2900 < Pupil.objects.filter(path__startswith=county.path).count() < 3300
    assert Pupil.objects.exclude(path__startswith=county.path).count() < 700
    assert Guardianship.objects.count() > 0.99 * Pupil.objects.count()
    schools = SchoolProfile.objects.all()
    assert len(schools) == 12 + 4
    assert {stage for school in schools for stage in school.stage_list} == set(Stage)
    assert Appointment.objects.filter(role="principal").count() == 16
    assert Suspicion.objects.filter(state="open").count() == 3
    pupils = Person.objects.filter(pupil__isnull=False).exclude(id_number_index="")  # latecomers have none
    assert all(is_invented(person) for person in pupils[::50])
    in_use = [person.is_activated for person in pupils]
    assert 0.88 < sum(in_use) / len(in_use) < 0.95
    tutored = Appointment.objects.get(role="enterprise_tutor").organisation
    assert tutored.school.education_type == "361"
    own = Guardianship.objects.get(guardian__username="parent")
    assert own.child.username == "pupil"


def test_schools_have_gaps_of_their_own():
    make("small")
    late = Pupil.objects.filter(person__birth_date=None).values_list("school").annotate(number=Count("pk"))
    assert len({number for _school, number in late}) > 1
    assert len(late) < SchoolProfile.objects.count()


def test_names_of_people_are_names_and_no_jokes():
    """Whoever is put together of single characters is sooner or later called like a stomach ache."""
    inventor = Inventor(Random(1))
    for _ in range(3000):
        for sex in (Sex.MALE, Sex.FEMALE):
            sound = pinyin_of_name(inventor.name(sex)).replace(" ", "")
            assert sound not in JOKES
    assert not {pinyin_of_name(account.name).replace(" ", "") for account in ACCOUNTS.values()} & JOKES


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
