"""Where the headings of a table are, in one row or two, wherever the table begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from santong.lib.cells import CellKind, kind_of, text_of
from santong.lib.sheets.columns import Column, Field, plain_heading, propose_columns
from santong.lib.sheets.grid import Grid

_ROWS_SEARCHED = 40
_FEWEST_FIELDS = 2
_SECOND_ROW_WORTH = 0.9  # what a second row of headings must add to be believed,
_WORTH_BELOW_GROUPS = 0.1  # and what if the first one has cells merged across columns
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``first`` to ``last`` (from 0) hold the headings."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @property
    def score(self) -> float:
        """The sum of confidences: about the number of fields found."""
        return sum(column.confidence for column in self.columns if column.field)


def find_header(grid: Grid, fields: Sequence[Field]) -> Header | None:
    """The best row, or pair of rows, of headings; None if no row names two of the fields."""
    candidates: list[Header] = []
    for index in range(min(len(grid.rows), _ROWS_SEARCHED)):
        if not _could_be_headings(grid, index):
            continue
        single = header_at(grid, fields, index, index)
        candidates.append(single)
        if _could_be_headings(grid, index + 1):
            double = header_at(grid, fields, index, index + 1)
            below = header_at(grid, fields, index + 1, index + 1)
            if double.score >= max(single.score, below.score) + _worth_of_second_row(grid, index):
                candidates.append(double)
    best = max(candidates, key=lambda header: (header.score, -header.first), default=None)
    if best is None or sum(1 for column in best.columns if column.field) < _needed(fields):
        return None
    return best


def header_at(grid: Grid, fields: Sequence[Field], first: int, last: int) -> Header:
    """The header made of given rows, for a person who chose them."""
    headings = [
        _readings([_heading(grid, row, column) for row in range(first, last + 1)]) for column in range(grid.width)
    ]
    return Header(first, last, tuple(propose_columns(headings, fields)))


def _worth_of_second_row(grid: Grid, index: int) -> float:
    grouped = any(merge.top == merge.bottom == index and merge.left < merge.right for merge in grid.merges)
    return _WORTH_BELOW_GROUPS if grouped else _SECOND_ROW_WORTH


def _needed(fields: Sequence[Field]) -> int:
    return min(_FEWEST_FIELDS, len(fields))


def _could_be_headings(grid: Grid, index: int) -> bool:
    """At least two cells of short text, and no dates."""
    if index >= len(grid.rows):
        return False
    kinds = [kind_of(value) for value in grid.rows[index]]
    if kinds.count(CellKind.TEXT) < _FEWEST_FIELDS or CellKind.DATE in kinds:
        return False
    return kinds.count(CellKind.TEXT) > kinds.count(CellKind.NUMBER)


def _heading(grid: Grid, row: int, column: int) -> str:
    """The heading in a cell, or in the merged area the cell belongs to."""
    for merge in grid.merges:
        inside = merge.top <= row <= merge.bottom and merge.left <= column <= merge.right
        if inside and merge.bottom - merge.top < len(grid.rows):
            return text_of(grid.rows[merge.top][merge.left])[:_LONGEST_HEADING]
    return text_of(grid.rows[row][column])[:_LONGEST_HEADING]


def _readings(parts: list[str]) -> list[str]:
    """What a column may be called: the lowest part alone, and all parts together."""
    distinct = [part for part in dict.fromkeys(map(plain_heading, parts)) if part]
    if not distinct:
        return []
    if len(distinct) == 1:
        return [next(part for part in reversed(parts) if part.strip()).strip()]
    return [distinct[-1], "".join(distinct)]
