"""Grades from nursery to senior secondary, in every usual spelling."""

import re
from enum import IntEnum
from functools import lru_cache

from santong.lib.cells import CellValue, text_of, tidy_text
from santong.lib.chinese import numeral_value
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right


class Grade(IntEnum):
    """Years before and after entering primary school: 1–6 primary, 7–9 junior, 10–12 senior."""

    NURSERY = -3
    LOWER_KINDERGARTEN = -2
    MIDDLE_KINDERGARTEN = -1
    UPPER_KINDERGARTEN = 0
    PRIMARY_1 = 1
    PRIMARY_2 = 2
    PRIMARY_3 = 3
    PRIMARY_4 = 4
    PRIMARY_5 = 5
    PRIMARY_6 = 6
    JUNIOR_1 = 7
    JUNIOR_2 = 8
    JUNIOR_3 = 9
    SENIOR_1 = 10
    SENIOR_2 = 11
    SENIOR_3 = 12


KINDERGARTEN = {
    "托": Grade.NURSERY,
    "小": Grade.LOWER_KINDERGARTEN,
    "中": Grade.MIDDLE_KINDERGARTEN,
    "大": Grade.UPPER_KINDERGARTEN,
}
_USUAL = {"高一", "高二", "高三"} | {f"{numeral}年级" for numeral in "一二三四五六七八九"}
_GRADE = re.compile(
    r"(?P<stage>小学|初中|高中|普高)?"
    r"(?:(?P<year>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])年级?"
    r"|(?P<level>初|高|小)(?P<of>[1-6一二三四五六])(?:年级|年)?"
    r"|(?P<kind>[托小中大])班?)"
)
_STAGE_OFFSET = {"小学": 0, "初中": 6, "高中": 9, "普高": 9, "初": 6, "高": 9, "小": 0}
_STAGE_YEARS = {"小学": 6, "初中": 3, "高中": 3, "普高": 3, "初": 3, "高": 3, "小": 6}


def parse_grade(value: CellValue) -> Reading[Grade]:
    """Read 一年级, 1年级, 七年级, 初一, 高二, 大班 or a bare 1; 初四 is doubtful."""
    return _of_text(text_of(value))


@lru_cache(maxsize=4096)
def _of_text(raw: str) -> Reading[Grade]:
    text, tidied = tidy_text(raw)
    text = text.replace(" ", "")
    if not text:
        return Reading()
    bare = numeral_value(text)
    if bare is not None:
        return _bare_grade(bare)
    match = _GRADE.fullmatch(text)
    if match is None:
        return doubtful(Problem.GRADE_UNREADABLE)
    grade = grade_of_match(match)
    if grade is None:
        proposals = [Grade.JUNIOR_3] if text in ("初四", "初4") else []
        return doubtful(Problem.GRADE_UNCLEAR, *proposals)
    return right(grade, *tidied, *([] if text in _USUAL else [Tidying.SPELLING]))


def split_grade(text: str) -> tuple[Grade, str] | None:
    """The grade at the beginning of a class name and the rest; None if there is none."""
    match = _GRADE.match(text)
    grade = grade_of_match(match) if match else None
    return (grade, text[match.end() :]) if match and grade is not None else None


def grade_of_match(match: re.Match[str]) -> Grade | None:
    """The grade of a match of the pattern; None for one that does not exist, such as 高五."""
    if match["kind"]:
        return KINDERGARTEN[match["kind"]] if not match["stage"] else None
    stage = match["level"] or match["stage"]
    year = numeral_value(match["of"] or match["year"]) or 0
    if stage is None or (match["stage"] and year > _STAGE_YEARS[stage]):
        return Grade(year) if _fits(match["stage"], year) else None
    return Grade(year + _STAGE_OFFSET[stage]) if year <= _STAGE_YEARS[stage] else None


def _fits(stage: str | None, year: int) -> bool:
    """初中七年级 counts through, 初中一年级 counts from the stage's beginning."""
    if stage is None:
        return 1 <= year <= Grade.SENIOR_3
    first = _STAGE_OFFSET[stage] + 1
    return first <= year < first + _STAGE_YEARS[stage]


def _bare_grade(number: int) -> Reading[Grade]:
    if not 1 <= number <= Grade.SENIOR_3:
        return doubtful(Problem.GRADE_UNREADABLE)
    return right(Grade(number), Tidying.SPELLING)
