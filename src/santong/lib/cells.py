"""What a cell of a sheet can hold, and the text a person sees in it."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from math import inf
from typing import TypeGuard

from santong.lib.lookalikes import ordinary, without_invisible
from santong.lib.problems import Tidying

CellValue = str | float | int | bool | datetime | date | time | timedelta | None
"""``int`` and ``float`` mean the file stored a number: trust its first 15 digits only."""

FIRST_UNSAFE_NUMBER = 10**15
"""From here on a spreadsheet keeps the first 15 digits and makes up the rest."""

ERROR_VALUES = frozenset(
    {
        "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!",
        "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#GETTING_DATA", "#DATA!",
    }
)  # fmt: skip
"""What spreadsheet programs show where a formula fails; LibreOffice also writes ``Err:502``."""

_ERROR_CODE = re.compile(r"Err:\d{3}")
_SPACES = re.compile(r"\s+")
_FORMULA_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_QUOTES = "'`‘’＇"
_PLAIN_CODE = re.compile(r"[0-9A-Z]+")
FORMULA_MARK = "\u2061"
"""Stands, unseen, before a formula whose value the file doesn't state: a text may begin with ``=``, too."""


class CellKind(StrEnum):
    """How the file stored the cell, which decides how far its content can be trusted."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    BOOLEAN = "boolean"


def kind_of(value: CellValue) -> CellKind:
    """The kind of a cell; text of blanks only counts as empty."""
    if value is None:
        return CellKind.EMPTY
    if isinstance(value, str):
        return CellKind.TEXT if value.strip() else CellKind.EMPTY
    if isinstance(value, bool):
        return CellKind.BOOLEAN
    if isinstance(value, int | float):
        return CellKind.NUMBER
    return CellKind.DATE if isinstance(value, date) else CellKind.TIME


def is_number(value: CellValue) -> TypeGuard[int | float]:
    """True for numbers proper; ``bool`` is an ``int`` in Python but not here."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def text_of(value: CellValue) -> str:
    """The cell as a person would read it: whole numbers without ``.0``, dates in ISO form.

    Numbers of more than 15 digits come out like 9.91708201807182E+17: written out, their last
    digits would look right without being so.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if is_number(value):
        return _text_of_number(value)
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _text_of_number(value: int | float) -> str:
    if abs(value) >= FIRST_UNSAFE_NUMBER and abs(value) != inf:
        return f"{Decimal(value):.14E}"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def error_in(value: CellValue) -> str:
    """The error that a cell shows instead of a value (``#N/A``), "" for any other cell."""
    if not isinstance(value, str) or ("#" not in value and "E" not in value):
        return ""
    text = value.strip()
    return text if text in ERROR_VALUES or _ERROR_CODE.fullmatch(text) else ""


def is_formula(value: CellValue) -> bool:
    """Whether a cell holds a formula whose value the file doesn't state."""
    return isinstance(value, str) and value.startswith(f"{FORMULA_MARK}=")


def tidy_text(value: CellValue) -> tuple[str, tuple[Tidying, ...]]:
    """Half-width text without outer blanks or invisible characters, and what was done to it."""
    raw = text_of(value)
    if raw.isascii() and raw == raw.strip():
        return raw, ()
    done = []
    visible = without_invisible(raw)
    folded = unicodedata.normalize("NFKC", ordinary(visible))
    stripped = folded.strip()
    if folded != visible:
        done.append(Tidying.FULL_WIDTH)
    if visible != raw or stripped != folded:
        done.append(Tidying.SPACES)
    return stripped, tuple(done)


def tidy_code(value: CellValue) -> tuple[str, tuple[Tidying, ...]]:
    """A code in capitals, freed of blanks, quotes and ``="…"``, and what was done to it."""
    raw = text_of(value)
    if _PLAIN_CODE.fullmatch(raw):
        return raw, ()
    text, done = tidy_text(raw)
    steps = list(done)
    dense = _SPACES.sub("", text)
    if dense != text and Tidying.SPACES not in steps:
        steps.append(Tidying.SPACES)
    unquoted = _FORMULA_TEXT.sub(r"\1", dense.strip(_QUOTES)).strip(_QUOTES)
    if unquoted != dense:
        steps.append(Tidying.QUOTES)
    if unquoted.upper() != unquoted:
        steps.append(Tidying.LETTER_CASE)
    return unquoted.upper(), tuple(steps)
