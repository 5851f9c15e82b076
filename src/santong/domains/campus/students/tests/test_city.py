"""The demonstration city: the plan of the whole one, and a small one that is really made, total by total."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from santong.domains.campus.students.demo import fixture
from santong.domains.platform.organisations import demo_city
from santong.domains.platform.organisations.public import Organisation, PlannedSchool, Stage
from santong.kit.demo import DemoStep, Region
from santong.kit.registry import registry

FEW = {"211": 4, "111": 3, "311": 2, "312": 2}
"""Schools of a type in the small city; of all others there is one."""
PUPILS = {"preschool": 61, "primary": 133, "junior": 97, "senior": 58, "special": 9, "vocational": 44, "higher": 38}
TEACHERS = {"preschool": 11, "primary": 27, "junior": 37, "senior": 16, "special": 4, "vocational": 6, "higher": 5}
STAFF = {"basic": 150, "vocational": 9, "higher": 8}
FURTHER = 7


def quiet(size: str = "city") -> Region:
    return Region(size=size, say=lambda text: None)


def test_the_plan_of_the_whole_city_has_every_total():
    plan = [PlannedSchool(Organisation(), kind) for kind in demo_city.SCHOOL_KINDS for _number in range(kind.number)]
    demo_city._plan_people(quiet(), plan)
    pupils, teachers, staff = Counter[str](), Counter[str](), Counter[str]()
    for school in plan:
        pupils.update({str(stage): number for stage, number in school.pupils.items()})
        teachers.update({str(stage): number for stage, number in school.teachers.items()})
        staff[school.kind.education_type] += sum(school.teachers.values()) + school.others
    assert len(plan) == fixture.TOTALS["schools"] and len(demo_city.COUNTIES) == fixture.TOTALS["counties"]
    assert dict(pupils) == fixture.PUPILS and pupils.total() == fixture.TOTALS["pupils"]
    assert dict(teachers) == fixture.TEACHERS and teachers.total() == fixture.TOTALS["teachers"]
    assert staff.total() == fixture.TOTALS["staff"]
    special = {codes[0]: wanted for codes, wanted in fixture.STAFF.items()}
    assert {code: staff[code] for code in special} == special
    assert staff.total() - sum(special.values()) == fixture.TOTALS["basic staff"]
    assert sum(school.further for school in plan) == fixture.FURTHER
    assert all(school.others >= 0 and min(school.pupils.values()) > 0 for school in plan)


@pytest.fixture
def small_city(monkeypatch) -> None:
    """The city's own code with smaller totals, which the comparison then asks for."""
    kinds = tuple(replace(kind, number=FEW.get(kind.education_type, 1)) for kind in demo_city.SCHOOL_KINDS)
    numbers = Counter({kind.education_type: kind.number for kind in kinds})
    monkeypatch.setattr(demo_city, "SCHOOL_KINDS", kinds)
    monkeypatch.setattr(demo_city, "PUPILS", {Stage(stage): number for stage, number in PUPILS.items()})
    monkeypatch.setattr(demo_city, "TEACHERS", {Stage(stage): number for stage, number in TEACHERS.items()})
    monkeypatch.setattr(demo_city, "STAFF", STAFF)
    monkeypatch.setattr(demo_city, "FURTHER_EDUCATION", FURTHER)
    schools = {name: (types, sum(numbers[code] for code in types)) for name, (types, _) in fixture.SCHOOLS.items()}
    totals = {
        "schools": numbers.total(),
        "counties": len(demo_city.COUNTIES),
        "pupils": sum(PUPILS.values()),
        "teachers": sum(TEACHERS.values()),
        "staff": sum(STAFF.values()),
        "basic staff": STAFF["basic"],
    }
    staff = {("414",): STAFF["higher"], ("361",): STAFF["vocational"]}
    wanted = {"SCHOOLS": schools, "PUPILS": PUPILS, "TEACHERS": TEACHERS, "STAFF": staff, "TOTALS": totals}
    for name, value in {**wanted, "FURTHER": FURTHER}.items():
        monkeypatch.setattr(fixture, name, value)


@pytest.mark.django_db
def test_a_city_that_is_really_made_has_every_total(small_city, monkeypatch):
    region = quiet()
    for step in registry.of(DemoStep):
        if step.order <= 30:
            step.fill(region)
    assert fixture.mismatches() == []
    monkeypatch.setitem(fixture.PUPILS, "special", 8)
    assert fixture.mismatches() == ["pupils special: 9 instead of 8"]
