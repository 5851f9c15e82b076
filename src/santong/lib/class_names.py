"""Names of administrative classes in every usual spelling.

一年级(2)班, 一（2）班, 1.2班, 一年二班, 初一(3)班, 高二（10）班, 大班2, 2025级2班 are plain;
102班, 1-2 or a cell that became a date are doubtful with a proposal.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from santong.lib.cells import CellValue, is_number, text_of, tidy_text
from santong.lib.chinese import NUMERAL, numeral_value
from santong.lib.grades import Grade, split_grade
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right

MOST_CLASSES = 60
"""No grade of a school has more classes."""

_N = rf"(?:[0-9]{{1,2}}|[{NUMERAL}]{{1,3}})"
_BRACKETS = str.maketrans("[]{}【】〔〕〈〉<>", "()()()()()()")
_NOISE = re.compile(r"[\s,、:\-–—_.·第]")
_COHORT = re.compile(
    r"(?:小学?部?|初中?部?|高中?部?|普通高中|中学|幼儿园)?(?P<cohort>[0-9]{4}|[0-9]{2})级(?:新生)?"
    rf"(?P<label>[^0-9()]*?)(?:\(?第?(?P<number>{_N})\)?班?)?"
)
_REMARK = re.compile(
    r"(?<=.)\((?:寄宿|住宿|住校|走读|普通?|实验|重点|平行|快|慢|火箭|创新|宏志|特长|艺术|体育|美术|音乐|舞蹈|书法|双语|英语"
    r"|文|理|文科|理科|史|物|物理类|历史类|混合|复式|直升|新疆|西藏|内高|内初|本部|东校区|西校区|南校区|北校区|新校区|老校区"
    r"|校本部|男|女)(?:制|部|类|班|生|方向)?\)$"
)
"""What a school remarks behind a class that is named already: it is no part of the name."""
_NUMBER = re.compile(rf"\(?(?P<number>{_N})\)?班?")
_LABEL = re.compile(r"\(?(?P<label>[A-Z]|[^\W0-9_]{1,8}?)\)?班")
_PAIR = re.compile(
    r"(?P<grade>1[0-2]|[1-9]|[一二三四五六七八九])"
    rf"(?:\((?P<in>{_N})\)|[.·、](?P<dot>[0-9]{{1,2}}))(?P<end>班?)"
)
_MIXED = re.compile(
    r"(?P<grade>[一二三四五六七八九])(?P<number>[1-9][0-9]?)班"
    r"|(?P<digit>[1-9])(?P<numeral>[一二三四五六七八九十]{1,2})班"
)
"""二1班 and 2一班: grade and number in different digits."""

_DASHED = re.compile(r"(?P<grade>1[0-2]|[1-9])[-/.](?P<number>[0-9]{1,2})班?")
_RUN = re.compile(r"(?P<grade>1[0-2]|[1-9])(?P<number>[0-9]{2})班?")
_COHORT_RUN = re.compile(r"(?P<cohort>[12][0-9])(?P<number>[0-9]{2})班?")
_USUAL = re.compile(r"[一二三四五六七八九]年级\(?[1-9][0-9]?\)?班|[1-9][0-9]?班")


@dataclass(frozen=True, slots=True)
class ClassName:
    """Which class: by ``grade`` or by ``cohort`` (year of entry), and by ``number`` or ``label``.

    ``grade`` and ``cohort`` are both None when the cell only said 2班.  ``label`` holds a letter,
    a name such as 向日葵, or the specialty of a vocational class.
    """

    grade: Grade | None = None
    cohort: int | None = None
    number: int | None = None
    label: str = ""


ClassReading = Reading[ClassName]


def parse_class(value: CellValue, grade: Grade | None = None) -> ClassReading:
    """Read a class; ``grade`` is what the grade column of the row says.

    With it a bare 2班 is complete and 102班 is settled when it fits; a class of another grade is
    doubtful.  Without it a class without grade or cohort is doubtful.
    """
    if isinstance(value, date):
        return _became_date(value, grade)
    return _of_text(text_of(value), grade, is_number(value))


@lru_cache(maxsize=8192)
def _of_text(raw: str, grade: Grade | None, from_number: bool) -> ClassReading:
    text, tidied = tidy_text(raw)
    if not text:
        return Reading()
    reading = _read_with_remark(re.sub(r"\s", "", text).translate(_BRACKETS), from_number)
    if reading.value and not _USUAL.fullmatch(text):
        tidied = (*tidied, Tidying.SPELLING)
    return _with_grade(reading._replace(tidied=tidied if reading.value else ()), grade)


def _read_with_remark(text: str, from_number: bool) -> ClassReading:
    """A remark in brackets at the end counts as part of the name only where nothing is named without it."""
    reading = _read(text, from_number)
    if reading.value is None and (match := _REMARK.search(text)):
        without = _read(text[: match.start()], from_number)
        return without if without.value is not None else reading
    return reading


def _with_grade(reading: ClassReading, grade: Grade | None) -> ClassReading:
    found = reading.value
    if found is None:
        fitting = next((p for p in reading.proposals if grade and p.grade is grade), None)
        return reading.confirmed_by(fitting)
    if found.cohort is not None or (found.grade is not None and grade is None):
        return reading
    if found.grade is None:
        return _complete(reading, found, grade)
    if found.grade is not grade:
        return doubtful(Problem.GRADE_DISAGREES, found, replace(found, grade=grade))
    return reading


def _complete(reading: ClassReading, found: ClassName, grade: Grade | None) -> ClassReading:
    if grade is None:
        return doubtful(Problem.GRADE_MISSING)
    return reading._replace(value=replace(found, grade=grade))


def _became_date(value: date, grade: Grade | None) -> ClassReading:
    """1-2 typed into a spreadsheet turns into the second of January."""
    if value.day > MOST_CLASSES:
        return doubtful(Problem.CLASS_UNREADABLE)
    found = ClassName(Grade(value.month), number=value.day)
    return _with_grade(doubtful(Problem.CLASS_BECAME_DATE, found), grade)


def _read(text: str, from_number: bool) -> ClassReading:
    pair = _PAIR.fullmatch(text)
    if pair and not (pair["dot"] and not pair["end"]):
        number = numeral_value(pair["in"] or pair["dot"])
        return _numbered(ClassName(Grade(numeral_value(pair["grade"]) or 1), number=number))
    if mixed := _MIXED.fullmatch(text):
        form, place = mixed["grade"] or mixed["digit"], mixed["number"] or mixed["numeral"]
        return _numbered(ClassName(Grade(numeral_value(form) or 1), number=numeral_value(place)))
    if match := _COHORT.fullmatch(text):
        return _of_cohort(match)
    if split := split_grade(text):
        return _of_grade(text, *split)
    return _of_run(text, from_number) or _of_number_or_label(text)


def _of_cohort(match: re.Match[str]) -> ClassReading:
    year = int(match["cohort"])
    cohort = year if year > 99 else 2000 + year
    number = numeral_value(match["number"]) if match["number"] else None
    found = ClassName(cohort=cohort, number=number, label=match["label"].removesuffix("班"))
    if not 1950 <= cohort <= 2100:
        return doubtful(Problem.CLASS_UNREADABLE)
    return _numbered(found) if number or found.label else doubtful(Problem.CLASS_NUMBER_MISSING)


def _of_grade(text: str, grade: Grade, rest: str) -> ClassReading:
    if re.fullmatch(r"小[一二三四五六]班?", text):  # lower kindergarten or first form of primary
        number = numeral_value(text[1])
        first = ClassName(Grade.LOWER_KINDERGARTEN, number=number)
        return doubtful(Problem.CLASS_UNCLEAR, first, ClassName(Grade(number or 1)))
    clean = _NOISE.sub("", rest)
    if clean in ("", "班"):
        return _without_number(grade)
    if match := _NUMBER.fullmatch(clean):
        return _numbered(ClassName(grade, number=numeral_value(match["number"])))
    if match := _LABEL.fullmatch(clean):
        return right(ClassName(grade, label=match["label"]))
    return doubtful(Problem.CLASS_UNREADABLE)


def _without_number(grade: Grade) -> ClassReading:
    return doubtful(Problem.CLASS_NUMBER_MISSING, ClassName(grade, number=1))


def _of_run(text: str, from_number: bool) -> ClassReading | None:
    """Forms that could be something else: 1-2, 1.2, 102班, 2301班."""
    if match := _DASHED.fullmatch(text):
        proposals = [(int(match["grade"]), int(match["number"]))]
        if from_number and match["number"] == "1":
            proposals.append((int(match["grade"]), 10))
    elif match := _RUN.fullmatch(text):
        proposals = [(int(match["grade"]), int(match["number"]))]
    else:
        proposals = []
    found = [ClassName(Grade(grade), number=n) for grade, n in proposals if _is_number(n)]
    if match := _COHORT_RUN.fullmatch(text):
        found.append(ClassName(cohort=2000 + int(match["cohort"]), number=int(match["number"])))
    return doubtful(Problem.CLASS_UNCLEAR, *found) if found else None


def _of_number_or_label(text: str) -> ClassReading:
    clean = _NOISE.sub("", text)
    if match := _NUMBER.fullmatch(clean):
        return _numbered(ClassName(number=numeral_value(match["number"])))
    return doubtful(Problem.CLASS_UNREADABLE)


def _numbered(found: ClassName) -> ClassReading:
    if found.number is not None and not _is_number(found.number):
        return doubtful(Problem.CLASS_UNREADABLE)
    return right(found)


def _is_number(number: int) -> bool:
    return 1 <= number <= MOST_CLASSES
