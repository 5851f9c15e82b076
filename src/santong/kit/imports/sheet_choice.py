"""Which further sheets of a file are read together with the first one, and which are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from santong.kit.imports.models import ImportRun
from santong.kit.imports.reading import proposed_columns
from santong.lib.sheets.columns import Column, plain_heading
from santong.lib.sheets.grid import Grid
from santong.lib.sheets.headers import Header, find_header, header_at


@dataclass(frozen=True)
class FurtherSheet:
    """A sheet beside the first one. `header` is None when it has no such headings; `is_alike`: the same columns."""

    number: int
    grid: Grid
    header: Header | None
    is_alike: bool

    @property
    def rows(self) -> int:
        """Rows below the headings, or all rows where there are none."""
        return self.grid.height - (self.header.last + 1 if self.header else 0)

    @property
    def part(self) -> dict[str, Any]:
        """As `ImportRun.more_sheets` keeps it; only for sheets with headings."""
        assert self.header is not None
        fields = [column.field for column in self.header.columns]
        return {"sheet": self.number, "first": self.header.first, "last": self.header.last, "mapping": fields}


def further_sheets(run: ImportRun, grids: Sequence[Grid]) -> list[FurtherSheet]:
    """All other sheets with content, as they would be read with the columns of the first one."""
    if not grids:
        return []
    columns = proposed_columns(run, grids[run.sheet], run.target.fields)
    return [
        _further(run, number, grid, columns) for number, grid in enumerate(grids) if number != run.sheet and grid.height
    ]


def _further(run: ImportRun, number: int, grid: Grid, columns: Sequence[Column]) -> FurtherSheet:
    fields = run.target.fields
    header = find_header(grid, fields)
    if not _headings(header.columns if header else ()) & _headings(columns) and run.header_last < len(grid.rows):
        same_place = header_at(grid, fields, run.header_first, run.header_last)
        header = same_place if _headings(same_place.columns) == _headings(columns) else header
    if header is None:
        return FurtherSheet(number, grid, None, is_alike=False)
    found = Header(header.first, header.last, _assigned(header.columns, columns))
    if run.target.required - {column.field for column in found.columns} or grid.height <= found.last + 1:
        return FurtherSheet(number, grid, None, is_alike=False)
    return FurtherSheet(number, grid, found, is_alike=_used(found.columns) == _used(columns))


def _headings(columns: Iterable[Column]) -> set[str]:
    return {plain_heading(column.heading) for column in columns if column.heading.strip()}


def _used(columns: Iterable[Column]) -> set[str]:
    return {column.field for column in columns if column.field}


def _assigned(columns: Sequence[Column], first: Sequence[Column]) -> tuple[Column, ...]:
    """Columns called as in the first sheet hold what those there do; of the others what was guessed."""
    known = {plain_heading(column.heading): column.field for column in first if column.heading.strip()}
    taken = {known.get(plain_heading(column.heading)) for column in columns} - {None}
    assigned: dict[int, str | None] = {}
    for column in columns:
        heading = plain_heading(column.heading)
        guess = column.field if column.field not in taken else None
        field = known.get(heading, guess)
        assigned[column.index] = None if field in assigned.values() else field
    return tuple(Column(each.index, each.heading, assigned[each.index], each.confidence) for each in columns)


def chosen_by_itself(sheets: Iterable[FurtherSheet]) -> list[int]:
    """Sheets to read when nobody said which: the visible ones with the columns of the first."""
    return [each.number for each in sheets if each.header and each.is_alike and not each.grid.is_hidden]


def parts_of(sheets: Iterable[FurtherSheet], numbers: Iterable[int]) -> list[dict[str, Any]]:
    """What `ImportRun.more_sheets` keeps for the sheets chosen."""
    wanted = set(numbers)
    return [each.part for each in sheets if each.header and each.number in wanted]
