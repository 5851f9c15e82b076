"""The demonstration region in its full size: the shape of a real prefecture in 2016.

Numbers of schools, pupils, staff and full-time teachers are those that one source document gives
for 酒泉 at the end of 2016; everything else (names, places, people) is invented. How a total is
spread over its schools is made up too, but always adds up to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from django.utils import timezone

from santong.domains.platform.organisations.actions import (
    create_class,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.domains.platform.organisations.cohort_names import levels_of, school_year_of
from santong.domains.platform.organisations.models import Organisation, Stage
from santong.kit.access import SYSTEM
from santong.kit.demo import Region

Kind = Organisation.Kind
PRESCHOOL, PRIMARY, JUNIOR, SENIOR = Stage.PRESCHOOL, Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR
VOCATIONAL, HIGHER, SPECIAL = Stage.VOCATIONAL, Stage.HIGHER, Stage.SPECIAL


@dataclass(frozen=True)
class SchoolKind:
    """Schools of one type: how many, their type code (JY/T 1001) and the start of their own codes."""

    name: str
    number: int
    education_type: str
    category: str
    stages: tuple[Stage, ...]


SCHOOL_KINDS = (
    SchoolKind("初级中学", 21, "311", "31", (JUNIOR,)),
    SchoolKind("小学", 141, "211", "21", (PRIMARY,)),
    SchoolKind("幼儿园", 216, "111", "11", (PRESCHOOL,)),
    SchoolKind("九年制学校", 23, "312", "31", (PRIMARY, JUNIOR)),
    SchoolKind("完全中学", 4, "341", "34", (JUNIOR, SENIOR)),
    SchoolKind("高级中学", 10, "342", "34", (SENIOR,)),
    SchoolKind("十二年制学校", 1, "345", "34", (PRIMARY, JUNIOR, SENIOR)),
    SchoolKind("特殊教育学校", 2, "514", "51", (SPECIAL,)),
    SchoolKind("职业中等专业学校", 9, "361", "36", (VOCATIONAL,)),
    SchoolKind("职业技术学院", 1, "414", "41", (HIGHER,)),
)
PUPILS = MappingProxyType(
    {
        PRESCHOOL: 30_674,
        PRIMARY: 66_909,
        JUNIOR: 36_458,
        SENIOR: 23_597,
        SPECIAL: 134,
        VOCATIONAL: 13_193,
        HIGHER: 8_469,
    }
)
FURTHER_EDUCATION = 503
"""Of those in higher education, how many are in continuing education."""
FURTHER_LABEL = "成教"
TEACHERS = MappingProxyType(
    {PRESCHOOL: 1_675, PRIMARY: 4_170, JUNIOR: 3_556, SENIOR: 1_989, SPECIAL: 40, VOCATIONAL: 562, HIGHER: 416}
)
STAFF = MappingProxyType({"basic": 12_465, "vocational": 680, "higher": 528})
BASIC = (PRESCHOOL, PRIMARY, JUNIOR, SENIOR, SPECIAL)

COUNTIES = (
    ("云州区", "990102", 10), ("玉川市", "990181", 5), ("青溪县", "990121", 5), ("金沙县", "990122", 4),
    ("瓜田县", "990123", 4), ("北山县", "990124", 1), ("南泉县", "990125", 1),
)  # fmt: skip
"""Name, division (of none that exists) and weight."""

_TOWNS = [
    "城东",
    "城西",
    "城南",
    "城北",
    "新华",
    "文昌",
    "清泉",
    "银达",
    "上坝",
    "下河",
    "三墩",
    "四坪",
    "五里",
    "六合",
    "总寨",
    "红山",
    "黄泥",
    "绿洲",
    "白塔",
    "东坝",
    "西店",
    "南湖",
    "北沙",
    "石桥",
    "柳园",
    "花海",
    "赤金",
    "双塔",
    "沙河",
    "望云",
]
_CLASS_SIZES = MappingProxyType(
    {PRESCHOOL: 26, PRIMARY: 42, JUNIOR: 46, SENIOR: 50, SPECIAL: 8, VOCATIONAL: 44, HIGHER: 48}
)


@dataclass
class PlannedSchool:
    """A school with how many of whom it shall have: pupils and teachers by stage, other staff."""

    organisation: Organisation
    kind: SchoolKind
    pupils: dict[Stage, int] = field(default_factory=dict)
    teachers: dict[Stage, int] = field(default_factory=dict)
    others: int = 0
    further: int = 0


def build_city(region: Region) -> None:
    """Bureaus and schools with grades and classes; leaves the plan of people for a later step."""
    city = create_organisation(
        acting=SYSTEM, kind=Kind.CITY_BUREAU, name="云岭市教育局", parent=None, short_name="市教育局", division="990100"
    )
    counties = [_county(city, name, division) for name, division, _weight in COUNTIES]
    plan = [PlannedSchool(school, kind) for kind in SCHOOL_KINDS for school in _schools(region, counties, city, kind)]
    _plan_people(region, plan)
    year = school_year_of(timezone.localdate())
    for number, planned in enumerate(plan):
        _build_classes(planned, year)
        if number % 100 == 99:
            region.say(f"  {number + 1} of {len(plan)} schools with their classes")
    region.kept["city"] = plan


def _county(city: Organisation, name: str, division: str) -> Organisation:
    return create_organisation(
        acting=SYSTEM,
        kind=Kind.COUNTY_BUREAU,
        name=f"云岭市{name}教育局",
        short_name=name,
        parent=city,
        division=division,
    )


def _schools(
    region: Region, counties: Sequence[Organisation], city: Organisation, kind: SchoolKind
) -> list[Organisation]:
    shares = spread(kind.number, [weight for _name, _division, weight in COUNTIES])
    made: list[Organisation] = []
    for county, share in zip(counties, shares, strict=True):
        for number in range(1, share + 1):
            code = f"{kind.category}99{kind.education_type}{len(made) + 1:03}"
            made.append(_school(city if kind.number == 1 else county, kind, county.short_name, number, code))
    return made


def _school(parent: Organisation, kind: SchoolKind, county: str, number: int, code: str) -> Organisation:
    if kind.number == 1:
        county, middle = "云岭市", ""
    elif number <= len(_TOWNS):
        middle = _TOWNS[number - 1]
    else:
        middle = f"{_TOWNS[number % len(_TOWNS)]}第{1 + number // len(_TOWNS)}"
    return create_school(
        acting=SYSTEM,
        name=f"{county}{middle}{kind.name}",
        parent=parent,
        code=code,
        division=parent.division,
        education_type=kind.education_type,
        area="220" if number % 3 == 0 else "121" if number % 3 == 1 else "111",
    )


def _plan_people(region: Region, plan: Sequence[PlannedSchool]) -> None:
    for stage in Stage:
        schools = [planned for planned in plan if stage in planned.kind.stages]
        weights = [region.random.randint(60, 140) for _planned in schools]
        for planned, pupils, teachers in zip(
            schools, spread(PUPILS[stage], weights), spread(TEACHERS[stage], weights), strict=True
        ):
            planned.pupils[stage], planned.teachers[stage] = pupils, teachers
    groups = {"basic": BASIC, "vocational": (VOCATIONAL,), "higher": (HIGHER,)}
    for group, stages in groups.items():
        schools = [planned for planned in plan if planned.kind.stages[0] in stages]
        others = STAFF[group] - sum(TEACHERS[stage] for stage in stages)
        weights = [sum(planned.teachers.values()) for planned in schools]
        for planned, share in zip(schools, spread(others, weights), strict=True):
            planned.others = share
    for planned in plan:
        if HIGHER in planned.pupils:
            planned.further = FURTHER_EDUCATION


def _build_classes(planned: PlannedSchool, year: int) -> None:
    for stage in planned.kind.stages:
        levels = levels_of(stage)
        ordinary = planned.pupils[stage] - planned.further
        for level, pupils in zip(levels, spread(ordinary, [1] * len(levels)), strict=True):
            grade = create_grade(acting=SYSTEM, school=planned.organisation, stage=stage, level=level, school_year=year)
            count = max(1, -(-pupils // _CLASS_SIZES[stage]))
            create_classes(acting=SYSTEM, grade=grade, numbers=range(1, count + 1))
            if planned.further:
                create_class(acting=SYSTEM, grade=grade, label=FURTHER_LABEL)


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Whole shares of a total by weight that add up to it: the largest remainders get the rest."""
    whole = sum(weights) or 1
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for position in by_remainder[: total - sum(shares)]:
        shares[position] += 1
    return shares
