"""What a version of a scheme says, as data: read once, checked once, then asked for each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from santong.lib.formulas import Formula, FormulaError, Kind, Trouble, read

NAMES: Mapping[str, Kind] = {
    "成绩": Kind.NUMBER, "出勤率": Kind.NUMBER, "学时": Kind.NUMBER, "学分": Kind.NUMBER, "通过": Kind.TRUTH,
}  # fmt: skip
"""What the formula of a scheme may ask of a course that somebody took; what isn't known is blank."""
PASSED = "通过 或 成绩 >= 60"
ZERO = Decimal(0)


def read_condition(text: str) -> Formula:
    """The formula that says when a course is earned; raises `FormulaError` with the cause in words."""
    found = read(text, NAMES, gives=Kind.TRUTH)
    if found.is_group:
        raise FormulaError(Trouble.MIXED, word=next(iter(found.names), ""))
    return found


def condition_fault(text: str) -> str:
    """Why a condition can't be read, in words; "" when it can."""
    try:
        read_condition(text)
    except FormulaError as fault:
        return str(fault)
    return ""


@dataclass(frozen=True)
class CategoryRule:
    """A category of courses: at least `floor` are needed in it, more than `cap` don't count (None: all do)."""

    name: str
    floor: Decimal = ZERO
    cap: Decimal | None = None


@dataclass(frozen=True)
class CourseRule:
    """A course with its credits. `semester` is when it is due (0: no fixed one), `subject` what examinations call it.

    One that `adds_up` is taken in parts, up to `credits` (0: without end): each gives the credits or hours that it
    says, else `part`.
    """

    code: str
    name: str
    category: str
    credits: Decimal
    required: bool = False
    adds_up: bool = False
    part: Decimal = ZERO
    semester: int = 0
    subject: str = ""


@dataclass(frozen=True)
class ReplacementRule:
    """Credits of the course `by` count for the course `of`, at most `most`; `authority` says who allows it."""

    of: str
    by: str
    most: Decimal
    authority: str = ""


@dataclass(frozen=True)
class Rules:
    """A whole scheme. `years` is how long there is time; a scheme that `repeats` begins anew after them."""

    total: Decimal
    years: int
    hours_per_credit: Decimal
    earned: str = PASSED
    repeats: bool = False
    categories: Sequence[CategoryRule] = ()
    courses: Sequence[CourseRule] = ()
    replacements: Sequence[ReplacementRule] = field(default=())

    @cached_property
    def condition(self) -> Formula:
        """The formula, read."""
        return read_condition(self.earned)

    @cached_property
    def by_code(self) -> Mapping[str, CourseRule]:
        """The courses by their codes."""
        return {each.code: each for each in self.courses}

    @cached_property
    def by_word(self) -> Mapping[str, CourseRule]:
        """The courses by code and by name, as people write them; a code goes before a name."""
        return {each.name: each for each in self.courses} | dict(self.by_code)

    @cached_property
    def by_subject(self) -> Mapping[tuple[str, int], CourseRule]:
        """The courses that an examination of a subject in a semester belongs to; 0 is any semester."""
        return {(each.subject, each.semester): each for each in self.courses if each.subject}

    def as_json(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {
            "total": str(self.total), "years": self.years, "hours_per_credit": str(self.hours_per_credit),
            "earned": self.earned, "repeats": self.repeats,
            "categories": [[x.name, str(x.floor), None if x.cap is None else str(x.cap)] for x in self.categories],
            "courses": [
                [
                    x.code, x.name, x.category, str(x.credits), x.required, x.adds_up, str(x.part), x.semester,
                    x.subject,
                ]
                for x in self.courses
            ],
            "replacements": [[x.of, x.by, str(x.most), x.authority] for x in self.replacements],
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Rules:
        """What `as_json` wrote."""
        return cls(
            total=Decimal(kept["total"]), years=kept["years"], hours_per_credit=Decimal(kept["hours_per_credit"]),
            earned=kept["earned"], repeats=kept["repeats"],
            categories=tuple(
                CategoryRule(name, Decimal(floor), None if cap is None else Decimal(cap))
                for name, floor, cap in kept["categories"]
            ),
            courses=tuple(
                CourseRule(code, name, category, Decimal(worth), required, adds_up, Decimal(part), semester, subject)
                for code, name, category, worth, required, adds_up, part, semester, subject in kept["courses"]
            ),
            replacements=tuple(
                ReplacementRule(of, by, Decimal(most), authority) for of, by, most, authority in kept["replacements"]
            ),
        )  # fmt: skip
