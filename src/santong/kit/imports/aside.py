"""Rows that no target judges before a person has decided about them.

Hidden ones, and those with cells that state no value: a target that saw them would take an error
for a name, or an ordinary row for the repeat of one that isn't taken.
"""

from __future__ import annotations

from dataclasses import replace

from santong.kit.imports.targets import HIDDEN_ROW, CellProblem, PlannedRow, Sheet, SourceRow, Verdict
from santong.lib.cells import CellValue, error_in, is_formula
from santong.lib.lookalikes import has_broken
from santong.lib.problems import Problem


def divided(sheet: Sheet) -> tuple[Sheet, list[PlannedRow]]:
    """The rows for the target, and the others with what keeps them back."""
    rows: list[SourceRow] = []
    aside: list[PlannedRow] = []
    for row in sheet.rows:
        if found := reasons(row):
            aside.append(PlannedRow(row.index, Verdict.DOUBTFUL, None, found))
        else:
            rows.append(row)
    return replace(sheet, rows=rows), aside


def reasons(row: SourceRow) -> tuple[CellProblem, ...]:
    """Why a row has to wait for a person; nothing for an ordinary one."""
    found = [CellProblem("", HIDDEN_ROW)] if row.is_hidden and "" not in row.accepted else []
    for name, value in row.cells.items():
        if isinstance(value, str) and (problem := _problem_of(name, value)):
            found.append(problem)
    return tuple(found)


def _problem_of(name: str, value: CellValue) -> CellProblem | None:
    if error := error_in(value):
        return CellProblem(name, Problem.CELL_ERROR, {"error": error})
    if is_formula(value):
        return CellProblem(name, Problem.FORMULA_WITHOUT_VALUE)
    if isinstance(value, str) and has_broken(value):
        return CellProblem(name, Problem.CHARACTER_LOST)
    return None
