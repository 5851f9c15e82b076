"""Reading a row of a roster cell by cell, noting what is doubtful and what was tidied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from santong.kit.imports.targets import CellProblem, SourceRow, problem_of, settled
from santong.lib.cells import CellValue, text_of
from santong.lib.dates import PartialDate
from santong.lib.identity_numbers import ColumnTrust, IdentityNumber, trust_in_column
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading, doubtful
from santong.lib.sexes import Sex

T = TypeVar("T")


@dataclass(slots=True)
class RowReader:
    """Takes the cells of one row; `problems` and `tidied` are what `PlannedRow` wants."""

    row: SourceRow
    problems: list[CellProblem] = field(default_factory=list)
    tidied: dict[str, tuple[Tidying, ...]] = field(default_factory=dict)

    def cell(self, name: str) -> CellValue:
        """The cell of a field, None when the sheet has no such column."""
        return self.row.cells.get(name)

    def take(self, name: str, reading: Reading[T], show: Callable[[T], str] = str) -> T | None:
        """The value of a reading; None for an empty cell and, noted, for a doubtful one."""
        if reading.problem is not None:
            reading = settled(reading, self.row, name, show)
            if reading.problem is not None:
                self.problems.append(problem_of(name, reading, show))
                return None
        if reading.tidied:
            self.tidied[name] = reading.tidied
        return reading.value

    def remark(self, field_name: str, code: str, /, **arguments: str) -> None:
        """Note something wrong with a cell ("" for the row) that no reader could know."""
        self.problems.append(CellProblem(field_name, code, arguments))

    def is_doubtful(self, names: Iterable[str]) -> bool:
        """Whether something is wrong with one of these fields, or with the row as a whole."""
        wanted = {"", *names}
        return any(problem.field in wanted for problem in self.problems)


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
