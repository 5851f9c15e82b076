"""Where the cells of a row about a person must agree with each other."""

from __future__ import annotations

from collections.abc import Sequence

from santong.kit.imports.targets import SourceRow
from santong.lib.cells import text_of
from santong.lib.dates import PartialDate
from santong.lib.identity_numbers import ColumnTrust, IdentityNumber, trust_in_column
from santong.lib.problems import Problem
from santong.lib.readings import Reading, doubtful
from santong.lib.sexes import Sex


def number_text(number: IdentityNumber) -> str:
    """An identity number as its proposal shows it."""
    return number.number


def sex_agreeing(reading: Reading[Sex], number: IdentityNumber | None) -> Reading[Sex]:
    """The sex of a row, doubtful where the identity number says otherwise."""
    if number is None or reading.value in (None, Sex.UNKNOWN, Sex.NOT_STATED, number.sex):
        return reading
    return doubtful(Problem.SEX_DISAGREES, number.sex)


def birth_agreeing(reading: Reading[PartialDate], number: IdentityNumber | None) -> Reading[PartialDate]:
    """The birth date of a row, doubtful where the identity number says otherwise."""
    if number is None or reading.value is None or reading.value.agrees_with(number.birth_date):
        return reading
    born = number.birth_date
    return doubtful(Problem.BIRTH_DATE_DISAGREES, PartialDate(born.year, born.month, born.day))


def trust_in_numbers(rows: Sequence[SourceRow], name: str) -> ColumnTrust:
    """How far a column of identity numbers can be trusted, by all of its cells together."""
    return trust_in_column([text_of(row.cells.get(name)).strip() for row in rows])
