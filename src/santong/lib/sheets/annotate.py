"""A copy of a sheet with remarks: coloured cells, comments, and a last column that says all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from math import isfinite
from typing import TYPE_CHECKING, BinaryIO

from santong.lib.cells import CellValue, is_number, text_of
from santong.lib.sheets.grid import Grid, Merge

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST_COMMENTS = 5000  # spreadsheet programs become slow beyond
_LONGEST_TEXT = 32_767  # characters in a cell, set by the format
_FIRST_YEAR = 1900
_WIDTH, _REMARK_WIDTH = 14, 70


class Severity(StrEnum):
    """How a cell or row is coloured; the later ones prevail."""

    LEFT_OUT = "left_out"
    CORRECTED = "corrected"
    DOUBTFUL = "doubtful"


_COLOURS = {Severity.LEFT_OUT: "#E3E6EA", Severity.CORRECTED: "#DCEFE0", Severity.DOUBTFUL: "#FFE3A3"}
_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a cell, or about a whole row when ``column`` is None (from 0)."""

    row: int
    column: int | None
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True)
class AnnotatedSheet:
    """A sheet with what is said about it; ``only`` names the rows that are copied, None for all."""

    grid: Grid
    remarks: Sequence[Remark]
    header_row: int
    only: frozenset[int] | None = None


def write_annotated(sheets: Iterable[AnnotatedSheet], target: BinaryIO, *, heading: str) -> None:
    """Write an XLSX copy of the sheets, each with ``heading`` over the added column in its header row.

    Texts stay texts, so that no number loses digits and no cell becomes a formula.  Numbers stay
    numbers: a damaged identity number turned into text would look intact when the copy is read.
    """
    from xlsxwriter import Workbook  # slow to load, and only wanted when a sheet is written

    book = Workbook(target, {"constant_memory": True, "in_memory": True, "nan_inf_to_errors": False})
    for each in sheets:
        _write_sheet(book, each, heading)
    book.close()


def _write_sheet(book: Workbook, each: AnnotatedSheet, heading: str) -> None:
    grid, by_row = each.grid, dict[int, list[Remark]]()
    for remark in each.remarks:
        by_row.setdefault(remark.row, []).append(remark)
    sheet = book.add_worksheet(_free_name(book, _sheet_name(grid.name)))
    writer = _Writer(book, sheet, grid, is_whole=each.only is None)
    rows = [index for index in range(len(grid.rows)) if each.only is None or index in each.only]
    for index in rows:
        writer.write_row(index, by_row.get(index, []), heading if index == each.header_row else "")
    sheet.set_column(0, max(grid.width - 1, 0), _WIDTH)
    sheet.set_column(grid.width, grid.width, _REMARK_WIDTH)
    sheet.freeze_panes(each.header_row + 1, 0)
    if rows:
        sheet.autofilter(each.header_row, 0, len(rows) - 1, grid.width)


class _Writer:
    """Writes the rows in order, as the memory-saving mode of XlsxWriter demands."""

    def __init__(self, book: Workbook, sheet: Worksheet, grid: Grid, *, is_whole: bool) -> None:
        self.sheet, self.grid, self.comments, self.at = sheet, grid, 0, 0
        self.formats = {
            (severity, shape): _format(book, severity, shape)
            for severity in (None, *Severity)
            for shape in ("", "yyyy-mm-dd", "hh:mm")
        }
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.merges = {m.top: m for m in grid.merges if m.top == m.bottom and m.left < m.right and is_whole}

    def write_row(self, index: int, remarks: list[Remark], heading: str) -> None:
        """One row with its remarks; ``heading`` replaces them in the header row."""
        whole = _strongest(remark.severity for remark in remarks if remark.column is None)
        for column, value in enumerate(self.grid.rows[index]):
            own = [remark for remark in remarks if remark.column == column]
            severity = _strongest(remark.severity for remark in own) or whole
            self._write(self.at, column, value, severity)
            if own and self.comments < _MOST_COMMENTS:
                self.comments += 1
                self.sheet.write_comment(self.at, column, "\n".join(remark.text for remark in own))
        if index in self.merges:
            self._merge(self.merges[index])
        text = heading or "\n".join(dict.fromkeys(remark.text for remark in remarks))
        if text:
            self.sheet.write_string(self.at, self.grid.width, text[:_LONGEST_TEXT], self.wrap)
        self.at += 1

    def _write(self, row: int, column: int, value: CellValue, severity: Severity | None) -> None:
        if isinstance(value, bool):
            self.sheet.write_boolean(row, column, value, self.formats[severity, ""])
        elif is_number(value) and isfinite(value):
            self.sheet.write_number(row, column, float(value), self.formats[severity, ""])
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            day = value if isinstance(value, datetime) else datetime.combine(value, time.min)
            self.sheet.write_datetime(row, column, day, self.formats[severity, "yyyy-mm-dd"])
        elif isinstance(value, time):
            self.sheet.write_datetime(row, column, value, self.formats[severity, "hh:mm"])
        elif text := text_of(value):
            self.sheet.write_string(row, column, text[:_LONGEST_TEXT], self.formats[severity, ""])
        elif severity:
            self.sheet.write_blank(row, column, None, self.formats[severity, ""])

    def _merge(self, merge: Merge) -> None:
        text = text_of(self.grid.rows[merge.top][merge.left])[:_LONGEST_TEXT]
        self.sheet.merge_range(merge.top, merge.left, merge.bottom, merge.right, text)


def _format(book: Workbook, severity: Severity | None, shape: str) -> Format:
    properties = {"num_format": shape} if shape else {}
    return book.add_format(properties | ({"bg_color": _COLOURS[severity]} if severity else {}))


def _strongest(severities: Iterable[Severity]) -> Severity | None:
    return max(severities, key=_ORDER.index, default=None)


def _free_name(book: Workbook, name: str) -> str:
    """Names that other formats tell apart may be the same when cut."""
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    names = [name, *(f"{name[:27]}~{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in names if each.casefold() not in taken)


def _sheet_name(name: str) -> str:
    """A name the format allows: at most 31 characters, without ``[]:*?/\\``, not empty."""
    allowed = "".join(character for character in name if character not in "[]:*?/\\").strip("'")
    return allowed[:31] or "Sheet1"
