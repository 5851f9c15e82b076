"""Dates as people write them in sheets, with or without month and day.

Whatever has two readings stays doubtful: two-digit years, 9/1/2015, and 2015.1, which is what a
spreadsheet makes of 2015.10.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from santong.lib.cells import CellValue, is_number, tidy_text
from santong.lib.chinese import numeral_value
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful, right

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)
_ZERO_1900 = date(1899, 12, 30)
_ZERO_1904 = date(1904, 1, 1)
_TOO_LARGE = 10**9
_DAY_NUMBERS = range(10_000, 75_000)  # 1927 to 2105

_TIME = r"(?:[T\s]+[0-9]{1,2}[:时][0-9]{1,2}(?:[:分][0-9]{1,2}(?:\.[0-9]+)?秒?)?Z?)?"
_SEP = r"\s*[-./年,、\\—–_ ]\s*"
_SEP_DAY = r"\s*[-./月,、\\—–_ ]\s*"
_NUMERAL = "[一二三四五六七八九十]+"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_SEP}([0-9]{{1,2}}){_SEP_DAY}([0-9]{{1,2}})\s*[日号]?{_TIME}")
_YEAR_MONTH = re.compile(r"([0-9]{4})\s*([-./年,、\\—–_ ])\s*([0-9]{1,2})\s*月?")
_YEAR_ONLY = re.compile(r"([0-9]{4})\s*年?")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})[-./]([0-9]{{1,2}})[-./]([0-9]{{4}}){_TIME}")
_TWO_DIGITS = re.compile(rf"'?([0-9]{{2}}){_SEP}([0-9]{{1,2}}){_SEP_DAY}([0-9]{{1,2}})\s*[日号]?{_TIME}")
_TWO_DIGITS_LAST = re.compile(rf"([0-9]{{1,2}})[-./]([0-9]{{1,2}})[-./]([0-9]{{2}}){_TIME}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0)?")
_COMPACT_MONTH = re.compile(r"([0-9]{4})([0-9]{2})")
_CHINESE = re.compile(rf"([〇零一二三四五六七八九]{{4}})年({_NUMERAL})月(?:({_NUMERAL})[日号])?")
_DAY_NUMBER_TEXT = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def as_date(self) -> date | None:
        """The day, if there is one."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    def agrees_with(self, day: date) -> bool:
        """Whether ``day`` lies within this date."""
        same_month = self.month in (None, day.month)
        return self.year == day.year and same_month and self.day in (None, day.day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


DateReading = Reading[PartialDate]


def parse_date(
    value: CellValue,
    *,
    epoch_1904: bool | None = None,
    earliest: date = EARLIEST,
    latest: date = LATEST,
) -> DateReading:
    """Read a date.

    Args:
        value: date cells, numbers (20150901 or the day number of a spreadsheet) and text.
        epoch_1904: which day number is day one in this workbook; ``None`` when the file does not
            say, then day numbers are doubtful with both dates as proposals.
        earliest, latest: what lies outside is doubtful.
    """
    if isinstance(value, date):
        return _within(_of_date_cell(value), earliest, latest)
    if value is None or isinstance(value, time | timedelta | bool):
        return doubtful(Problem.DATE_UNREADABLE) if value is not None else Reading()
    if is_number(value):
        return _within(_of_number(value, epoch_1904), earliest, latest)
    return _within(_of_text(value), earliest, latest)


def _of_date_cell(value: date) -> DateReading:
    found = PartialDate(value.year, value.month, value.day)
    if isinstance(value, datetime) and value.time() != time.min:
        return right(found, Tidying.TIME_DROPPED)
    return right(found)


def _of_number(number: float, epoch_1904: bool | None) -> DateReading:
    if not 0 <= number < _TOO_LARGE:  # true for NaN as well
        return doubtful(Problem.DATE_UNREADABLE)
    if number == int(number) and int(number) not in _DAY_NUMBERS:
        return _of_text(str(int(number)))
    if int(number) in _DAY_NUMBERS:
        return _of_day_number(int(number), epoch_1904)
    return _of_text(str(number))


def _of_day_number(number: int, epoch_1904: bool | None) -> DateReading:
    since_1900 = _partial(_ZERO_1900 + timedelta(days=number))
    since_1904 = _partial(_ZERO_1904 + timedelta(days=number))
    if epoch_1904 is None:
        return doubtful(Problem.DAY_NUMBER, since_1900, since_1904)
    return right(since_1904 if epoch_1904 else since_1900, Tidying.SERIAL_DATE)


def _partial(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


@lru_cache(maxsize=65_536)
def _of_text(raw: str) -> DateReading:
    text, _ = tidy_text(raw)
    if not text:
        return Reading()
    chinese = _CHINESE.fullmatch(text)
    if chinese:
        year, month, day = (numeral_value(part or "") for part in chinese.groups())
        return _checked(year, month, day, written=raw)
    whole = _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)
    if whole:
        year, month, day = map(int, whole.groups())
        return _checked(year, month, day, written=raw)
    if _YEAR_MONTH.fullmatch(text) or _YEAR_ONLY.fullmatch(text):
        return _of_month_or_year(text)
    if _COMPACT_MONTH.fullmatch(text):
        return _of_six_digits(text)
    if _DAY_NUMBER_TEXT.fullmatch(text) and int(float(text)) in _DAY_NUMBERS:
        return _of_day_number(int(float(text)), None)
    return _of_unclear_order(text)


def _of_month_or_year(text: str) -> DateReading:
    match = _YEAR_MONTH.fullmatch(text)
    if match is None:
        return _checked(int(text[:4]))
    year, separator, month = match.groups()
    if separator == "." and month == "1" and not text.endswith("月"):
        return doubtful(Problem.MONTH_UNCLEAR, PartialDate(int(year), 10), PartialDate(int(year), 1))
    return _checked(int(year), int(month))


def _of_six_digits(text: str) -> DateReading:
    """201509 is a month; 150901 a day of a two-digit year; 200901 could be both."""
    month = _candidates([(int(text[:4]), int(text[4:]), None)])
    day = _candidates([(_full_year(int(text[:2])), int(text[2:4]), int(text[4:]))])
    if month and not day and EARLIEST.year <= month[0].year <= LATEST.year:
        return right(month[0], Tidying.DATE_FORM)
    plausible = [found for found in (*month, *day) if 1900 <= found.year <= LATEST.year]
    problem = Problem.YEAR_TWO_DIGITS if plausible else Problem.DATE_UNREADABLE
    return doubtful(problem, *plausible)


def _of_unclear_order(text: str) -> DateReading:
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = map(int, match.groups())
        found = _candidates([(year, first, second), (year, second, first)])
        if len(found) == 1:
            return right(found[0], Tidying.DATE_FORM)
        return doubtful(Problem.DATE_ORDER_UNCLEAR if found else Problem.DATE_IMPOSSIBLE, *found)
    orders: list[tuple[int, int, int | None]] = []
    if match := _TWO_DIGITS.fullmatch(text):
        year, month, day = map(int, match.groups())
        orders.append((_full_year(year), month, day))
    if match := _TWO_DIGITS_LAST.fullmatch(text):
        first, second, year = map(int, match.groups())
        orders += [(_full_year(year), first, second), (_full_year(year), second, first)]
    if not orders:
        return doubtful(Problem.DATE_UNREADABLE)
    found = _candidates(orders)
    return doubtful(Problem.YEAR_TWO_DIGITS if found else Problem.DATE_IMPOSSIBLE, *found)


def _candidates(parts: list[tuple[int, int, int | None]]) -> list[PartialDate]:
    found = [PartialDate(*ymd) for ymd in parts if _exists(*ymd)]
    return list(dict.fromkeys(found))


def _checked(year: int | None, month: int | None = None, day: int | None = None, written: str = "") -> DateReading:
    if year is None or not _exists(year, month, day):
        return doubtful(Problem.DATE_IMPOSSIBLE)
    return right(PartialDate(year, month, day), *([] if _ISO.fullmatch(written) else [Tidying.DATE_FORM]))


def _exists(year: int, month: int | None, day: int | None) -> bool:
    if not 1 <= year <= 9999 or (month is not None and not 1 <= month <= 12):
        return False
    return day is None or (month is not None and 1 <= day <= monthrange(year, month)[1])


def _full_year(two_digits: int) -> int:
    """The nearest of 1950–2049; only ever used for proposals."""
    return two_digits + (2000 if two_digits < 50 else 1900)


def _within(reading: DateReading, earliest: date, latest: date) -> DateReading:
    found = reading.value
    if found is None:
        return reading
    first = date(found.year, found.month or 1, found.day or 1)
    month = found.month or 12
    last = date(found.year, month, found.day or monthrange(found.year, month)[1])
    if last < earliest or first > latest:
        return doubtful(Problem.DATE_OUT_OF_RANGE, earliest=earliest.isoformat(), latest=latest.isoformat())
    return reading
