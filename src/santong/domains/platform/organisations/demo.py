"""The organisations of the demonstration region 云岭市. Everything in it is invented."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from santong.domains.platform.organisations.actions import (
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.domains.platform.organisations.cohort_names import levels_of, school_year_of
from santong.domains.platform.organisations.demo_city import build_city
from santong.domains.platform.organisations.models import Organisation, Stage
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

Kind = Organisation.Kind

COUNTIES = (("云岭市云州区教育局", "云州区", "990102"), ("云岭市青溪县教育局", "青溪县", "990121"))
DEPARTMENTS = ("教务处", "信息中心")


@dataclass(frozen=True)
class DemoSchool:
    """A school of the demonstration region; `classes` of each grade."""

    county: int
    name: str
    short_name: str
    code: str
    education_type: str
    stage: Stage
    grades: int
    classes: int
    area: str
    address: str


SCHOOLS = (
    DemoSchool(0, "云岭市第一中学", "云岭一中", "3199000001", "311", Stage.JUNIOR, 3, 4, "111", "云州区学府路1号"),
    DemoSchool(0, "云州区实验小学", "实验小学", "2199000001", "211", Stage.PRIMARY, 6, 3, "111", "云州区文华路18号"),
    DemoSchool(
        0, "云州区中心幼儿园", "中心幼儿园", "1199000001", "111", Stage.PRESCHOOL, 3, 2, "112", "云州区春晖巷6号"
    ),
    DemoSchool(1, "青溪县第一中学", "青溪一中", "3499000001", "342", Stage.SENIOR, 3, 4, "121", "青溪县青山大道9号"),
    DemoSchool(
        1, "青溪镇中心小学", "青溪中心小学", "2199000002", "211", Stage.PRIMARY, 6, 2, "121", "青溪县青溪镇南街22号"
    ),
    DemoSchool(1, "石桥村教学点", "石桥教学点", "2199000003", "218", Stage.PRIMARY, 3, 1, "220", "青溪县石桥村"),
)


def build_region(region: Region) -> None:
    """Bureaus, schools, departments, grades and classes."""
    if region.size == "city":
        build_city(region)
        return
    city = create_organisation(
        acting=SYSTEM, kind=Kind.CITY_BUREAU, name="云岭市教育局", parent=None, short_name="市教育局", division="990100"
    )
    counties = [
        create_organisation(
            acting=SYSTEM, kind=Kind.COUNTY_BUREAU, name=name, short_name=short, parent=city, division=division
        )
        for name, short, division in COUNTIES
    ]
    for school in SCHOOLS:
        _build_school(counties[school.county], school, school_year_of(timezone.localdate()))


def _build_school(county: Organisation, planned: DemoSchool, school_year: int) -> None:
    school = create_school(
        acting=SYSTEM,
        name=planned.name,
        parent=county,
        code=planned.code,
        short_name=planned.short_name,
        division=county.division,
        education_type=planned.education_type,
        area=planned.area,
        address=planned.address,
    )
    for department in DEPARTMENTS:
        create_organisation(acting=SYSTEM, kind=Kind.DEPARTMENT, name=department, parent=school)
    for level in levels_of(planned.stage)[: planned.grades]:
        grade = create_grade(acting=SYSTEM, school=school, stage=planned.stage, level=level, school_year=school_year)
        create_classes(acting=SYSTEM, grade=grade, numbers=range(1, planned.classes + 1))
