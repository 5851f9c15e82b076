"""Identity numbers (公民身份号码, GB 11643-1999): division 6 + birth date 8 + order 3 + check 1.

A number that lost digits in a spreadsheet is reported and never completed: of the numbers it
could have been, each belongs to somebody else.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from santong.lib.cells import FIRST_UNSAFE_NUMBER, CellValue, is_number, tidy_code
from santong.lib.check_digits import check_character, has_right_check
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right
from santong.lib.sexes import Sex

LENGTH = 18
INVENTED_DIVISION = "99"
"""Divisions beginning so do not exist: numbers of invented people carry them."""

_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}|[0-9]{16,}\.0+")
_COMPLETE = re.compile(r"[0-9]{17}[0-9X]")
_OLD = re.compile(r"[0-9]{15}")
_DASHES = re.compile(r"[-‐‑–—_]")
_LETTERS_LIKE_X = str.maketrans("ХΧ✕", "XXX")  # Cyrillic and Greek capitals, multiplication sign
_LETTERS_LIKE_DIGITS = str.maketrans("OQILZS*", "001125X")
_OLDEST_BIRTH_YEAR = 1900
_BEIJING = timezone(timedelta(hours=8))
_PROVINCES = {
    "11", "12", "13", "14", "15",
    "21", "22", "23",
    "31", "32", "33", "34", "35", "36", "37",
    "41", "42", "43", "44", "45", "46",
    "50", "51", "52", "53", "54",
    "61", "62", "63", "64", "65",
    "71",
    "81", "82", "83",
}  # fmt: skip
_CUT = "000"
_CUT_ONES_PER_RIGHT_ONE = 110  # 10 cut ones show 1 right one; of 1,100 whole ones, 1 ends in 000
_SMALLEST_STEP = 16  # between neighbouring numbers of 18 digits that a binary float can hold


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A valid number of 18 characters; its representation is masked so that it may reach a log."""

    number: str

    @property
    def birth_date(self) -> date:
        """Digits 7–14."""
        return date(int(self.number[6:10]), int(self.number[10:12]), int(self.number[12:14]))

    @property
    def sex(self) -> Sex:
        """Digit 17: odd for male."""
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    @property
    def division(self) -> str:
        """Six digits of GB/T 2260, as of the day the number was given."""
        return self.number[:6]

    @property
    def masked(self) -> str:
        """The first and the last four characters: ``6209**********1234``."""
        return mask_identity_number(self.number)

    def __repr__(self) -> str:
        return f"IdentityNumber({self.masked})"

    __str__ = __repr__


def mask_identity_number(text: str) -> str:
    """Keep four characters at either end of 12 or more; hide anything shorter altogether."""
    if len(text) < 12:
        return "*" * len(text)
    return f"{text[:4]}{'*' * (len(text) - 8)}{text[-4:]}"


def parse_identity_number(value: CellValue, *, latest: date | None = None) -> Reading[IdentityNumber]:
    """Read an identity number; ``latest`` is the last possible birth date, today unless given."""
    if is_number(value) and abs(value) >= FIRST_UNSAFE_NUMBER:
        return doubtful(Problem.DIGITS_LOST)
    last_day = latest or datetime.now(_BEIJING).date()
    if isinstance(value, str) and _COMPLETE.fullmatch(value):
        return _judge_complete(value, (), last_day)
    text, tidied = tidy_code(value)
    if not text:
        return Reading()
    if _SCIENTIFIC.fullmatch(text):
        return doubtful(Problem.DIGITS_LOST)
    dense = _DASHES.sub("", text).translate(_LETTERS_LIKE_X)
    if dense != text:
        tidied = (*tidied, Tidying.SEPARATORS)
    return _judge(dense, tidied, last_day)


def confirm_by_roll_number(reading: Reading[IdentityNumber], carried: IdentityNumber | None) -> Reading[IdentityNumber]:
    """Settle a doubtful number by the one inside the roll number of the same row.

    Roll numbers begin with a letter, so spreadsheets leave them alone.  Where the cell itself
    offers no proposal, the carried number becomes one, to be accepted by a person.
    """
    if carried is None or reading.problem is None:
        return reading
    if reading.proposals:
        return reading.confirmed_by(carried)
    return doubtful(reading.problem, carried, **dict(reading.arguments))


def disagreements(number: IdentityNumber, *, born: date | None, sex: Sex | None) -> tuple[Problem, ...]:
    """What other cells of the row say differently; unknown sexes and missing dates say nothing."""
    found = []
    if born is not None and born != number.birth_date:
        found.append(Problem.BIRTH_DATE_DISAGREES)
    if sex in (Sex.MALE, Sex.FEMALE) and sex is not number.sex:
        found.append(Problem.SEX_DISAGREES)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class ColumnTrust:
    """How far a column of numbers can be trusted, judged by all of its cells together.

    ``was_numeric``: all of it once was a column of number cells, so every last digit may be wrong.
    ``has_cut_numbers``: so many numbers were cut after 15 digits that one with a right check digit
    rather is a cut one, too, than one of those (about one in a thousand) that end in 000 by nature.
    """

    was_numeric: bool = False
    has_cut_numbers: bool = False

    def judged(self, reading: Reading[IdentityNumber]) -> Reading[IdentityNumber]:
        """A reading of the column, doubtful where the column speaks against it."""
        if reading.value is None:
            return reading
        if self.was_numeric:
            return doubtful(Problem.MAYBE_WAS_NUMBER, reading.value)
        if self.has_cut_numbers and reading.value.number.endswith(_CUT):
            return doubtful(Problem.MAYBE_LAST_DIGITS_ZERO, reading.value)
        return reading


def trust_in_column(texts: list[str]) -> ColumnTrust:
    """Judge a column by the texts of its cells."""
    return ColumnTrust(column_was_numeric(texts), _has_cut_numbers(texts))


def _has_cut_numbers(texts: list[str]) -> bool:
    """Of ten cut numbers with a wrong check digit there is one with a right one, by chance."""
    numbers = [text for text in texts if _COMPLETE.fullmatch(text)]
    cut = sum(1 for number in numbers if number.endswith(_CUT) and not has_right_check(number))
    return cut * _CUT_ONES_PER_RIGHT_ONE > len(numbers)


def column_was_numeric(texts: list[str]) -> bool:
    """Whether a column of texts once was a column of numbers, so that its last digits are wrong.

    Judged by the whole numbers of 18 digits alone: binary floats hold only every 16th (or 32nd,
    64th, 128th) of them, chance makes one in sixteen divisible.  False below eight numbers.
    """
    numbers = [int(text) for text in texts if len(text) == LENGTH and text.isdecimal()]
    steps = sum(number % _SMALLEST_STEP == 0 for number in numbers)
    return len(numbers) >= 8 and steps * 2 >= len(numbers)


def make_identity_number(division: str, born: date, sex: Sex, serial: int) -> IdentityNumber:
    """Invent a number for demonstration and tests; the same arguments give the same number.

    Raises:
        ValueError: for a division that could exist, a serial outside 0–499, or a sex other than
            male and female.
    """
    if not re.fullmatch(INVENTED_DIVISION + r"[0-9]{4}", division):
        raise ValueError(f"an invented division has six digits and begins with 99: {division!r}")
    if not 0 <= serial < 500:
        raise ValueError(f"serial must be 0 to 499: {serial}")
    if sex not in (Sex.MALE, Sex.FEMALE):
        raise ValueError(f"a number shows male or female: {sex!r}")
    order = serial * 2 + (sex is Sex.MALE)
    digits = f"{division}{born:%Y%m%d}{order:03}"
    return IdentityNumber(digits + check_character(digits))


def _judge(text: str, tidied: tuple[Tidying, ...], latest: date) -> Reading[IdentityNumber]:
    if _COMPLETE.fullmatch(text):
        return _judge_complete(text, tidied, latest)
    if _OLD.fullmatch(text):
        return _judge_old(text, latest)
    lookalike = text.translate(_LETTERS_LIKE_DIGITS)
    if lookalike != text and _COMPLETE.fullmatch(lookalike):
        reading = _judge_complete(lookalike, (), latest)
        proposals = reading.proposals if reading.value is None else (reading.value,)
        return doubtful(Problem.LOOKALIKE_CHARACTERS, *proposals)
    if not re.fullmatch(r"[0-9]+X?", text):
        return doubtful(Problem.WRONG_CHARACTERS)
    problem = Problem.TOO_SHORT if len(text) < LENGTH else Problem.TOO_LONG
    return doubtful(problem, length=str(len(text)), expected=str(LENGTH))


def _judge_complete(text: str, tidied: tuple[Tidying, ...], latest: date) -> Reading[IdentityNumber]:
    if text[:2] not in _PROVINCES and text[0] != "9":  # 9…: permanent residents, invented people
        return doubtful(Problem.UNKNOWN_DIVISION, prefix=text[:2])
    if not _is_birth_date(text[6:14], latest):
        return doubtful(Problem.IMPOSSIBLE_BIRTH_DATE)
    if not has_right_check(text):
        return doubtful(Problem.LAST_DIGITS_ZERO if text.endswith(_CUT) else Problem.WRONG_CHECK_DIGIT)
    return right(IdentityNumber(text), *tidied)


def _judge_old(text: str, latest: date) -> Reading[IdentityNumber]:
    digits = f"{text[:6]}19{text[6:]}"
    reading = _judge_complete(digits + check_character(digits), (), latest)
    proposals = reading.proposals if reading.value is None else (reading.value,)
    return doubtful(Problem.OLD_IDENTITY_NUMBER, *proposals)


@lru_cache(maxsize=65_536)
def _is_birth_date(digits: str, latest: date) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return day.year >= _OLDEST_BIRTH_YEAR and day <= latest
