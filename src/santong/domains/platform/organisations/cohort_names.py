"""How grades and classes are called, and which cohort they are."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from santong.domains.platform.organisations.models import Stage
from santong.lib.grades import Grade

SCHOOL_YEAR_BEGINS = 9
"""The month in which a school year begins (September)."""

LEVELS = MappingProxyType(
    {
        Stage.PRESCHOOL: (Grade.LOWER_KINDERGARTEN, Grade.UPPER_KINDERGARTEN),
        Stage.PRIMARY: (Grade.PRIMARY_1, Grade.PRIMARY_6),
        Stage.JUNIOR: (Grade.JUNIOR_1, Grade.JUNIOR_3),
        Stage.SENIOR: (Grade.SENIOR_1, Grade.SENIOR_3),
        Stage.VOCATIONAL: (Grade.SENIOR_1, Grade.SENIOR_3),
        Stage.HIGHER: (Grade.SENIOR_1, Grade.SENIOR_3),
        Stage.SPECIAL: (Grade.PRIMARY_1, Grade.JUNIOR_3),
    }
)
"""First and last level of each stage in its usual length."""

_NUMERALS = "一二三四五六七八九"
_KINDERGARTEN = {
    Grade.NURSERY: "托班",
    Grade.LOWER_KINDERGARTEN: "小班",
    Grade.MIDDLE_KINDERGARTEN: "中班",
    Grade.UPPER_KINDERGARTEN: "大班",
}


def school_year_of(day: date) -> int:
    """The year in which the school year of a day began: 2026 for 2026-09-01 and for 2027-08-31."""
    return day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1


def entry_year_of(stage: str, level: int, school_year: int) -> int:
    """The year in which those at `level` in a school year entered their stage."""
    first, _ = LEVELS[Stage(stage)]
    return school_year - max(level - first, 0)


def levels_of(stage: str) -> list[Grade]:
    """The levels of a stage in its usual length."""
    first, last = LEVELS[Stage(stage)]
    return [grade for grade in Grade if first <= grade <= last]


def grade_name(level: int) -> str:
    """The usual Chinese name of a level: 小班, 一年级, 七年级, 高一."""
    grade = Grade(level)
    if grade in _KINDERGARTEN:
        return _KINDERGARTEN[grade]
    if grade >= Grade.SENIOR_1:
        return f"高{_NUMERALS[grade - Grade.SENIOR_1]}"
    return f"{_NUMERALS[grade - 1]}年级"


def class_name(grade: str, number: int | None, label: str = "") -> str:
    """The name of a class: 七年级(1)班, 小班1班 is 小(1)班; with a label 七年级向日葵班."""
    base = grade.removesuffix("班")
    inner = f"({number})" if number is not None else ""
    return f"{base}{label}{inner}班"
