"""A .fet file as a table: a row for every subject of some students, every rule, and every kind of other constraint."""

from __future__ import annotations

import re
from collections.abc import Iterator

from santong.lib.fet.reading import Fet, NotFet, read_fet
from santong.lib.fet.rules import rules_of
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.gathering import Gathering
from santong.lib.sheets.grid import Book, Grid, Limits, Row

HEADINGS = (
    "FET 内容", "FET 学生", "FET 科目", "FET 教师", "FET 节数", "FET 连堂", "FET 规则", "FET 星期", "FET 节次",
    "FET 数量", "FET 轻重",
)  # fmt: skip
LINE, RULE, OTHER = "line", "rule", "constraint"
"""What a row is: a subject of some students, a rule, a constraint of which there is no rule here."""
MUST, SHOULD = "must", "should"
TOGETHER = "+"
"""Between the names of students who have a lesson together."""
_FET = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE\s+FET>\s*)?<fet[\s>]", re.I)


def is_fet(content: bytes) -> bool:
    """Whether a file begins as those of FET do."""
    return bool(_FET.match(content))


def book_of(content: bytes, limits: Limits, head_rows: int | None = None) -> Book:
    """The one sheet of a .fet file.

    Raises:
        UnreadableSheet: it is damaged or too large.
    """
    try:
        fet = read_fet(content)
    except NotFet as error:
        raise UnreadableSheet(SheetFault.CORRUPT) from error
    kept, height = Gathering(limits, head_rows).gather("FET", rows_of(fet))
    return Book((Grid("FET", kept, whole_height=height),))


def rows_of(fet: Fet) -> Iterator[Row]:
    """The headings and the rows of a file."""
    yield list(HEADINGS)
    yield from _lines(fet)
    rules, unknown = rules_of(fet)
    for rule in rules:
        yield [
            RULE, rule.students, rule.subject, rule.teacher, "", "", rule.kind, _numbers(rule.days),
            _numbers(rule.hours), "" if rule.number is None else str(rule.number), MUST if rule.must else SHOULD,
        ]  # fmt: skip
    for kind, count in sorted(unknown.items()):
        yield [OTHER, "", "", "", "", "", kind, "", "", str(count), ""]


def _numbers(some: tuple[int, ...]) -> str:
    return ",".join(map(str, some))


def _lines(fet: Fet) -> Iterator[Row]:
    """A row for every subject of some students; lessons longer than two hours are double lessons and a single one."""
    found: dict[tuple[str, str], list[list[str] | int]] = {}
    for each in fet.activities:
        students = TOGETHER.join(each.students)
        own = found.setdefault((students, each.subject), [0, 0, []])
        own[0] += each.duration  # type: ignore[operator]
        own[1] += each.duration // 2  # type: ignore[operator]
        own[2] += [name for name in each.teachers if name not in own[2]]  # type: ignore[operator]
    for (students, subject), (lessons, doubles, teachers) in found.items():
        names = "、".join(teachers)  # type: ignore[arg-type]
        yield [LINE, students, subject, names, str(lessons), str(doubles), "", "", "", "", ""]
