"""A copy of a sheet with remarks: coloured cells, comments, and a last column that says all."""

from __future__ import annotations

from collections.abc import Iterable
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


def write_annotated(grid: Grid, remarks: Iterable[Remark], target: BinaryIO, *, header_row: int, heading: str) -> None:
    """Write an XLSX copy of ``grid`` with ``heading`` over the added column in ``header_row``.

    Texts stay texts, so that no number loses digits and no cell becomes a formula.  Numbers stay
    numbers: a damaged identity number turned into text would look intact when the copy is read.
    """
    by_row: dict[int, list[Remark]] = {}
    for remark in remarks:
        by_row.setdefault(remark.row, []).append(remark)
    from xlsxwriter import Workbook  # slow to load, and only wanted when a sheet is written

    book = Workbook(target, {"constant_memory": True, "in_memory": True, "nan_inf_to_errors": False})
    sheet = book.add_worksheet(_sheet_name(grid.name))
    writer = _Writer(book, sheet, grid)
    for index in range(len(grid.rows)):
        writer.write_row(index, by_row.get(index, []), heading if index == header_row else "")
    sheet.set_column(0, max(grid.width - 1, 0), _WIDTH)
    sheet.set_column(grid.width, grid.width, _REMARK_WIDTH)
    sheet.freeze_panes(header_row + 1, 0)
    if grid.rows:
        sheet.autofilter(header_row, 0, len(grid.rows) - 1, grid.width)
    book.close()


class _Writer:
    """Writes the rows in order, as the memory-saving mode of XlsxWriter demands."""

    def __init__(self, book: Workbook, sheet: Worksheet, grid: Grid) -> None:
        self.sheet, self.grid, self.comments = sheet, grid, 0
        self.formats = {
            (severity, shape): _format(book, severity, shape)
            for severity in (None, *Severity)
            for shape in ("", "yyyy-mm-dd", "hh:mm")
        }
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.merges = {m.top: m for m in grid.merges if m.top == m.bottom and m.left < m.right}

    def write_row(self, index: int, remarks: list[Remark], heading: str) -> None:
        """One row with its remarks; ``heading`` replaces them in the header row."""
        whole = _strongest(remark.severity for remark in remarks if remark.column is None)
        for column, value in enumerate(self.grid.rows[index]):
            own = [remark for remark in remarks if remark.column == column]
            severity = _strongest(remark.severity for remark in own) or whole
            self._write(index, column, value, severity)
            if own and self.comments < _MOST_COMMENTS:
                self.comments += 1
                self.sheet.write_comment(index, column, "\n".join(remark.text for remark in own))
        if index in self.merges:
            self._merge(self.merges[index])
        text = heading or "\n".join(dict.fromkeys(remark.text for remark in remarks))
        if text:
            self.sheet.write_string(index, self.grid.width, text[:_LONGEST_TEXT], self.wrap)

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


def _sheet_name(name: str) -> str:
    """A name the format allows: at most 31 characters, without ``[]:*?/\\``, not empty."""
    allowed = "".join(character for character in name if character not in "[]:*?/\\").strip("'")
    return allowed[:31] or "Sheet1"
