"""Reading the cells of one row, with everything noted that a person has to settle or might want to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from santong.kit.imports.targets import CellProblem, SourceRow, problem_of, settled
from santong.lib.cells import CellValue
from santong.lib.problems import Tidying
from santong.lib.readings import Reading

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
