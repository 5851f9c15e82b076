"""The organisations of the demonstration region 云岭市. Everything in it is invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone

from santong.domains.platform.organisations.actions import (
    create_classes,
    create_grade,
    create_organisation,
    create_school,
    join_union,
)
from santong.domains.platform.organisations.cohort_names import levels_of, school_year_of
from santong.domains.platform.organisations.demo_city import build_city
from santong.domains.platform.organisations.demo_schools import COUNTIES, SCHOOLS, DemoSchool
from santong.domains.platform.organisations.models import Organisation
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

Kind = Organisation.Kind

DEPARTMENTS = ("教务处", "信息中心")
RESEARCH_GROUPS = ("语文教研组", "数学教研组", "英语教研组")
UNION = "云岭一中联盟校"


ONE_TEACHER = frozenset({"218"})
"""Types of school that teach the first three grades only."""
IN_UNION = ("云岭市第一中学", "清泉镇初级中学", "三墩镇九年一贯制学校")


def build_region(region: Region) -> None:
    """Bureaus, schools, departments, grades and classes."""
    if region.size == "city":
        build_city(region)
        return
    city = create_organisation(
        acting=SYSTEM, kind=Kind.CITY_BUREAU, name="云岭市教育局", parent=None, short_name="市教育局", division="990100"
    )
    counties = {short: _county(city, name, short, division) for name, short, division in COUNTIES}
    year = school_year_of(timezone.localdate())
    made = {
        school.name: _build_school(counties.get(school.county, city), school, year, number)
        for number, school in enumerate(SCHOOLS)
    }
    _found_union(next(iter(counties.values())), [made[name] for name in IN_UNION])


def _county(city: Organisation, name: str, short: str, division: str) -> Organisation:
    return create_organisation(
        acting=SYSTEM, kind=Kind.COUNTY_BUREAU, name=name, short_name=short, parent=city, division=division
    )


def _build_school(parent: Organisation, planned: DemoSchool, school_year: int, number: int) -> Organisation:
    school = create_school(
        acting=SYSTEM,
        name=planned.name,
        parent=parent,
        code=planned.code,
        short_name=planned.short_name,
        division=parent.division,
        education_type=planned.education_type,
        area=planned.area,
        address=planned.address,
        latitude=Decimal(planned.place[0]),
        longitude=Decimal(planned.place[1]),
        office_phone=f"0999-55501{number:02}",
        established=date(planned.founded, 9, 1),
    )
    for department in DEPARTMENTS:
        create_organisation(acting=SYSTEM, kind=Kind.DEPARTMENT, name=department, parent=school)
    if number == 0:
        for group in RESEARCH_GROUPS:
            create_organisation(acting=SYSTEM, kind=Kind.RESEARCH_GROUP, name=group, parent=school)
    for stage, classes in planned.classes.items():
        levels = levels_of(stage)
        for level in levels[:3] if planned.education_type in ONE_TEACHER else levels:
            grade = create_grade(acting=SYSTEM, school=school, stage=stage, level=level, school_year=school_year)
            create_classes(acting=SYSTEM, grade=grade, numbers=range(1, classes + 1))
    return school


def _found_union(county: Organisation, schools: Sequence[Organisation]) -> None:
    union = create_organisation(acting=SYSTEM, kind=Kind.UNION, name=UNION, parent=county)
    for school in schools:
        join_union(acting=SYSTEM, union=union, school=school, leads=school == schools[0])
