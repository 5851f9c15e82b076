"""Roll numbers (学籍号), 19 characters.

G + identity number; J + division 6 + birth date 8 + order 3 + check 1 for pupils without one;
L (temporary) + division 6 + birth date 8 + random 4.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from santong.lib.cells import CellValue, tidy_code
from santong.lib.check_digits import has_right_check
from santong.lib.identity_numbers import (
    IdentityNumber,
    mask_identity_number,
    parse_identity_number,
)
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right

LENGTH = 19
_FORM = re.compile(r"[A-Z][0-9]{17}[0-9X]")


class RollKind(StrEnum):
    """The leading letter."""

    BY_IDENTITY_NUMBER = "G"
    ASSIGNED = "J"
    TEMPORARY = "L"


@dataclass(frozen=True, slots=True)
class RollNumber:
    """A roll number; masked in its representation because G numbers contain an identity number."""

    number: str

    @property
    def kind(self) -> RollKind:
        """By the leading letter."""
        return RollKind(self.number[0])

    @property
    def identity_number(self) -> IdentityNumber | None:
        """The identity number inside a G number."""
        is_carried = self.kind is RollKind.BY_IDENTITY_NUMBER
        return IdentityNumber(self.number[1:]) if is_carried else None

    @property
    def masked(self) -> str:
        """The letter and the masked rest."""
        return self.number[0] + mask_identity_number(self.number[1:])

    def __repr__(self) -> str:
        return f"RollNumber({self.masked})"

    __str__ = __repr__


def parse_roll_number(value: CellValue, *, latest: date | None = None) -> Reading[RollNumber]:
    """Read a roll number; without its letter it is doubtful, with the G form as the proposal."""
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    if text[0].isdigit():
        return _without_letter(value, latest)
    if text[0] not in tuple(RollKind):
        return doubtful(Problem.ROLL_PREFIX_UNKNOWN)
    if len(text) != LENGTH:
        problem = Problem.TOO_SHORT if len(text) < LENGTH else Problem.TOO_LONG
        return doubtful(problem, length=str(len(text)), expected=str(LENGTH))
    if not _FORM.fullmatch(text):
        return doubtful(Problem.WRONG_CHARACTERS)
    return _judge(RollNumber(text), tidied, latest)


def _judge(roll: RollNumber, tidied: tuple[Tidying, ...], latest: date | None) -> Reading[RollNumber]:
    if roll.kind is RollKind.BY_IDENTITY_NUMBER:
        inner = parse_identity_number(roll.number[1:], latest=latest)
        if inner.value or inner.problem is Problem.MAYBE_LAST_DIGITS_ZERO:
            return right(roll, *tidied)
        return doubtful(inner.problem or Problem.WRONG_CHARACTERS, **dict(inner.arguments))
    if roll.kind is RollKind.ASSIGNED and not has_right_check(roll.number[1:]):
        return doubtful(Problem.WRONG_CHECK_DIGIT)
    return right(roll, *tidied)


def _without_letter(value: CellValue, latest: date | None) -> Reading[RollNumber]:
    inner = parse_identity_number(value, latest=latest)
    if inner.value is None:
        return doubtful(inner.problem or Problem.WRONG_CHARACTERS, **dict(inner.arguments))
    return doubtful(Problem.ROLL_PREFIX_MISSING, RollNumber("G" + inner.value.number))
