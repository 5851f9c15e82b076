"""The organisations of the demonstration region 云岭市. Everything in it is invented."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.organisations.actions import create_organisation
from santong.domains.platform.organisations.models import Organisation
from santong.kit.access import SYSTEM

Kind = Organisation.Kind

COUNTIES = (("云岭市云州区教育局", "云州区", "990102"), ("云岭市青溪县教育局", "青溪县", "990121"))
SCHOOLS = (
    # county, name, short name, identification code, first grade, grades, classes of each grade
    (0, "云岭市第一中学", "云岭一中", "3199000001", "七年级 八年级 九年级", 4),
    (0, "云州区实验小学", "实验小学", "2199000001", "一年级 二年级 三年级 四年级 五年级 六年级", 3),
    (0, "云州区中心幼儿园", "中心幼儿园", "1199000001", "小班 中班 大班", 2),
    (1, "青溪县第一中学", "青溪一中", "3499000001", "高一 高二 高三", 4),
    (1, "青溪镇中心小学", "青溪中心小学", "2199000002", "一年级 二年级 三年级 四年级 五年级 六年级", 2),
    (1, "石桥村教学点", "石桥教学点", "2199000003", "一年级 二年级 三年级", 1),
)
DEPARTMENTS = ("教务处", "信息中心")


def build_region(region: Any) -> None:
    """Bureaus, schools, departments, grades and classes."""
    city = create_organisation(
        acting=SYSTEM, kind=Kind.CITY_BUREAU, name="云岭市教育局", parent=None, short_name="市教育局", division="990100"
    )
    counties = [
        create_organisation(
            acting=SYSTEM, kind=Kind.COUNTY_BUREAU, name=name, short_name=short, parent=city, division=division
        )
        for name, short, division in COUNTIES
    ]
    for county, name, short, code, grades, classes in SCHOOLS:
        _build_school(counties[county], name, short, code, grades.split(), classes)


def _build_school(county: Organisation, name: str, short: str, code: str, grades: list[str], classes: int) -> None:
    school = create_organisation(
        acting=SYSTEM,
        kind=Kind.SCHOOL,
        name=name,
        short_name=short,
        code=code,
        parent=county,
        division=county.division,
    )
    for department in DEPARTMENTS:
        create_organisation(acting=SYSTEM, kind=Kind.DEPARTMENT, name=department, parent=school)
    for grade_name in grades:
        grade = create_organisation(acting=SYSTEM, kind=Kind.GRADE, name=grade_name, parent=school)
        for number in range(1, classes + 1):
            create_organisation(acting=SYSTEM, kind=Kind.CLASS, name=f"{grade_name}({number})班", parent=grade)
