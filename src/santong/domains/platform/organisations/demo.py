"""The organisations of the demonstration region 云岭市. Everything in it is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from santong.domains.platform.organisations.models import Organisation, Stage
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

Kind = Organisation.Kind

COUNTY = ("云岭市云州区教育局", "云州区", "990102")
DEPARTMENTS = ("教务处", "信息中心")
RESEARCH_GROUPS = ("语文教研组", "数学教研组", "英语教研组")
UNION = "云岭一中联盟校"
CITY = ""
"""Where a school belongs that no county keeps."""


@dataclass(frozen=True)
class DemoSchool:
    """A school of the demonstration region: classes in each grade of each of its stages.

    `place` is its latitude and longitude, in a valley where nothing is.
    """

    name: str
    short_name: str
    code: str
    education_type: str
    classes: dict[Stage, int]
    area: str
    address: str
    place: tuple[str, str]
    founded: int
    county: str = COUNTY[1]


SCHOOLS = (
    DemoSchool(
        "云岭市第一中学",
        "云岭一中",
        "3199000001",
        "311",
        {Stage.JUNIOR: 4},
        "111",
        "云州区学府路1号",
        ("39.741200", "98.512300"),
        1952,
    ),
    DemoSchool(
        "云州区实验小学",
        "实验小学",
        "2199000001",
        "211",
        {Stage.PRIMARY: 2},
        "111",
        "云州区文华路18号",
        ("39.738500", "98.507100"),
        1978,
    ),
    DemoSchool(
        "云州区中心幼儿园",
        "中心幼儿园",
        "1199000001",
        "111",
        {Stage.PRESCHOOL: 2},
        "112",
        "云州区春晖巷6号",
        ("39.735900", "98.515600"),
        1996,
    ),
    DemoSchool(
        "云州区高级中学",
        "云州高中",
        "3499000001",
        "342",
        {Stage.SENIOR: 3},
        "111",
        "云州区青山大道9号",
        ("39.745800", "98.498400"),
        1961,
    ),
    DemoSchool(
        "云州区实验中学",
        "实验中学",
        "3499000002",
        "341",
        {Stage.JUNIOR: 1, Stage.SENIOR: 1},
        "112",
        "云州区明德路22号",
        ("39.729700", "98.523800"),
        1985,
    ),
    DemoSchool(
        "清泉镇初级中学",
        "清泉初中",
        "3199000002",
        "311",
        {Stage.JUNIOR: 1},
        "121",
        "清泉镇南街5号",
        ("39.688100", "98.601200"),
        1970,
    ),
    DemoSchool(
        "清泉镇中心小学",
        "清泉中心小学",
        "2199000002",
        "211",
        {Stage.PRIMARY: 1},
        "121",
        "清泉镇南街22号",
        ("39.686600", "98.603900"),
        1958,
    ),
    DemoSchool(
        "三墩镇九年一贯制学校",
        "三墩学校",
        "3199000003",
        "312",
        {Stage.PRIMARY: 1, Stage.JUNIOR: 1},
        "210",
        "三墩镇中街1号",
        ("39.812400", "98.702500"),
        1964,
    ),
    DemoSchool(
        "石桥村教学点",
        "石桥教学点",
        "2199000003",
        "218",
        {Stage.PRIMARY: 1},
        "220",
        "清泉镇石桥村",
        ("39.655300", "98.634700"),
        1949,
    ),
    DemoSchool(
        "云州区特殊教育学校",
        "云州特校",
        "5199000001",
        "514",
        {Stage.SPECIAL: 1},
        "112",
        "云州区康宁路3号",
        ("39.731000", "98.495500"),
        2003,
    ),
    DemoSchool(
        "云州区职业中等专业学校",
        "云州职专",
        "3699000001",
        "361",
        {Stage.VOCATIONAL: 2},
        "112",
        "云州区工业大道88号",
        ("39.722500", "98.540100"),
        1983,
    ),
    DemoSchool(
        "云岭职业技术学院",
        "云岭职院",
        "4199000001",
        "414",
        {Stage.HIGHER: 1},
        "112",
        "云岭市大学路1号",
        ("39.715700", "98.555200"),
        2002,
        county=CITY,
    ),
)
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
    name, short, division = COUNTY
    county = create_organisation(
        acting=SYSTEM, kind=Kind.COUNTY_BUREAU, name=name, short_name=short, parent=city, division=division
    )
    year = school_year_of(timezone.localdate())
    made = {
        school.name: _build_school(city if school.county == CITY else county, school, year, number)
        for number, school in enumerate(SCHOOLS)
    }
    _found_union(county, [made[name] for name in IN_UNION])


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
