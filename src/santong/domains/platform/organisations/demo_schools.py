"""The counties and schools of the small demonstration region. Everything in them is invented."""

from __future__ import annotations

from dataclasses import dataclass

from santong.domains.platform.organisations.models import Stage

COUNTIES = (
    ("云岭市云州区教育局", "云州区", "990102"),
    ("云岭市玉川市教育局", "玉川市", "990181"),
    ("云岭市青溪县教育局", "青溪县", "990121"),
)
"""Name, short name and division (of none that exists) of each bureau; the demonstration accounts are in the first."""
NEIGHBOURS = frozenset(division for _name, _short, division in COUNTIES[1:])
"""Divisions of the small counties that are there to be compared with."""
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
    county: str = COUNTIES[0][1]


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
    DemoSchool(
        "玉川市第二初级中学", "玉川二中", "3199000004", "311", {Stage.JUNIOR: 1}, "111", "玉川市河东路16号",
        ("39.912300", "97.845100"), 1972, county="玉川市",
    ),
    DemoSchool(
        "玉川市东坝小学", "东坝小学", "2199000004", "211", {Stage.PRIMARY: 1}, "121", "东坝镇西街8号",
        ("39.934700", "97.871200"), 1965, county="玉川市",
    ),
    DemoSchool(
        "青溪县初级中学", "青溪初中", "3199000005", "311", {Stage.JUNIOR: 1}, "121", "青溪县城关镇南大街30号",
        ("39.512400", "98.214600"), 1959, county="青溪县",
    ),
    DemoSchool(
        "青溪县柳园小学", "柳园小学", "2199000005", "211", {Stage.PRIMARY: 1}, "220", "柳园镇柳园村",
        ("39.478900", "98.268300"), 1961, county="青溪县",
    ),
)  # fmt: skip
