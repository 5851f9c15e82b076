"""A sheet laid out: headings found, columns mapped, every row accounted for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from santong.lib.cells import CellValue, text_of
from santong.lib.sheets.columns import Column, Field
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Book, Grid
from santong.lib.sheets.headers import Header, find_header
from santong.lib.sheets.rows import RowKind, row_classifier, stated_total

_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class DataRow:
    """``index`` counts from 0 (people see index + 1); ``section`` is the group heading above."""

    index: int
    cells: dict[str, CellValue]
    section: str = ""


@dataclass(frozen=True)
class Layout:
    """One sheet as the importer sees it."""

    grid: Grid
    header: Header
    columns: tuple[Column, ...]
    kinds: tuple[RowKind, ...] = field(repr=False)
    fields: tuple[Field, ...] = field(repr=False)

    @cached_property
    def column_of(self) -> Mapping[str, int]:
        """Field name to column index."""
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def missing_fields(self) -> tuple[str, ...]:
        """Fields no column was found for."""
        return tuple(each.name for each in self.fields if each.name not in self.column_of)

    def counts(self) -> Counter[RowKind]:
        """How many rows of each kind."""
        return Counter(self.kinds)

    def left_out(self) -> Iterator[tuple[int, RowKind]]:
        """Row indices below the headings that are no data, with the reason."""
        for index in range(self.header.last + 1, len(self.kinds)):
            if self.kinds[index] is not RowKind.DATA:
                yield index, self.kinds[index]

    def stated_totals(self) -> dict[int, int]:
        """Row index to the number stated in each total row."""
        totals = {
            index: stated_total(self.grid.rows[index]) for index, kind in enumerate(self.kinds) if kind is RowKind.TOTAL
        }
        return {index: total for index, total in totals.items() if total is not None}

    def data_rows(self) -> Iterator[DataRow]:
        """The rows of data from top to bottom, merged cells filled where the field allows it."""
        filled = self._filled_down()
        section = ""
        places = tuple(self.column_of.items())
        for index in range(self.header.last + 1, len(self.kinds)):
            row = self.grid.rows[index]
            if self.kinds[index] is RowKind.SECTION:
                section = next(text for value in row if (text := text_of(value).strip()))
            if self.kinds[index] is RowKind.DATA:
                cells = {name: row[column] for name, column in places}
                cells.update(filled.get(index, {}))
                yield DataRow(index, cells, section)

    def _filled_down(self) -> dict[int, dict[str, CellValue]]:
        names = {self.column_of.get(each.name): each.name for each in self.fields if each.fills_down}
        filled: dict[int, dict[str, CellValue]] = {}
        for merge in self.grid.merges:
            name = names.get(merge.left) if merge.is_vertical else None
            if name is not None:
                value = self.grid.rows[merge.top][merge.left]
                for index in range(merge.top + 1, merge.bottom + 1):
                    filled.setdefault(index, {})[name] = value
        return filled


def lay_out(grid: Grid, header: Header, fields: Sequence[Field]) -> Layout:
    """Lay out a sheet under a header that was found, or put right by a person."""
    classify = row_classifier(grid, header.columns, fields)
    above = [RowKind.TITLE] * header.first
    headings = [RowKind.HEADER] * (header.last - header.first + 1)
    below = [classify(index) for index in range(header.last + 1, len(grid.rows))]
    kinds = tuple(above + headings + _without_closing_sections(below))
    return Layout(grid, header, header.columns, kinds, tuple(fields))


def lay_out_book(book: Book, fields: Sequence[Field]) -> list[Layout]:
    """Lay out every visible sheet with the wanted headings, the best one first.

    Hidden sheets count only when no visible one fits.

    Raises:
        UnreadableSheet: when no sheet has headings.
    """
    for hidden in (False, True):
        grids = [grid for grid in book.grids if grid.is_hidden is hidden]
        found = [(grid, header) for grid in grids if (header := find_header(grid, fields))]
        if found:
            found.sort(key=lambda pair: (-round(pair[1].score), -len(pair[0].rows)))
            return [lay_out(grid, header, fields) for grid, header in found]
    examples = "、".join(each.synonyms[0] for each in fields[:_EXAMPLES])
    raise UnreadableSheet(SheetFault.NO_HEADER, examples=examples)


def remap(layout: Layout, mapping: Mapping[int, str | None]) -> Layout:
    """The layout after a person assigned columns (index to field name, None for unused)."""
    wanted = {name for name in mapping.values() if name}
    columns = []
    for column in layout.columns:
        if column.index in mapping:
            column = replace(column, field=mapping[column.index], confidence=1.0)
        elif column.field in wanted:
            column = replace(column, field=None, confidence=0.0)
        columns.append(column)
    header = replace(layout.header, columns=tuple(columns))
    return lay_out(layout.grid, header, layout.fields)


def _without_closing_sections(kinds: list[RowKind]) -> list[RowKind]:
    """A lone text below the last row of data heads nothing: it is a note."""
    last = max((i for i, kind in enumerate(kinds) if kind is RowKind.DATA), default=-1)
    return [RowKind.FOOTER if kind is RowKind.SECTION and index > last else kind for index, kind in enumerate(kinds)]
