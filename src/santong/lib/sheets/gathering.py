"""Rows of a sheet gathered one by one, within the limits of a file."""

from collections.abc import Iterable

from santong.lib.cells import CellValue
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Limits, Row, cell_name

_SHORTENED = 200
_HEAD_CHARACTERS = 4_000_000
_CELL_COST = 8


class Gathering:
    """Counts what all sheets of a file cost together; with ``head_rows`` it keeps only so many rows of each."""

    def __init__(self, limits: Limits, head_rows: int | None) -> None:
        self.limits, self.head_rows = limits, head_rows
        self.characters = self.cells = self.head_cost = 0

    def gather(self, name: str, rows: Iterable[Row]) -> tuple[list[Row], int]:
        """The rows kept of one sheet, and its height up to the last row with content.

        Raises:
            UnreadableSheet: as soon as a limit is passed.
        """
        kept: list[Row] = []
        height = width = 0
        for index, row in enumerate(rows):
            used = self._check(name, index, row)
            if used:
                height, width = index + 1, max(width, used)
                if height * width + self.cells > self.limits.cells:
                    raise self._too_many_rows(name, height, self.limits.cells // width)
            if self._keeps(index):
                kept.append(row if self.head_rows is None else self._shortened(row))
        self.cells += height * width
        return [_of_width(row, width) for row in kept[:height]], height

    def _keeps(self, index: int) -> bool:
        if self.head_rows is None:
            return index < self.limits.rows
        return index < self.head_rows and self.head_cost < _HEAD_CHARACTERS

    def _shortened(self, row: Row) -> Row:
        short = [value[:_SHORTENED] if isinstance(value, str) else value for value in row]
        self.head_cost += sum(_CELL_COST + (len(value) if isinstance(value, str) else 0) for value in short)
        return short

    def _check(self, name: str, index: int, row: Row) -> int:
        """How many columns of the row are used; the text in them counts."""
        used = 0
        for column, value in enumerate(row):
            if value == "" or value is None:
                continue
            if not isinstance(value, str) or self._count_text(value, index, column):
                used = column + 1
        limits = self.limits
        if used > limits.columns:
            raise UnreadableSheet(SheetFault.TOO_MANY_COLUMNS, sheet=name, count=str(used), limit=str(limits.columns))
        if used and index >= limits.rows:
            raise self._too_many_rows(name, index + 1, limits.rows)
        return used

    def _count_text(self, text: str, row: int, column: int) -> bool:
        """Count a text; whether there is more in it than blanks."""
        length, limits = len(text), self.limits
        self.characters += length
        if length > limits.cell_characters:
            name, limit = cell_name(row, column), str(limits.cell_characters)
            raise UnreadableSheet(SheetFault.CELL_TOO_LONG, cell=name, count=str(length), limit=limit)
        if self.characters > limits.characters:
            raise UnreadableSheet(SheetFault.TOO_MUCH_TEXT, limit=str(limits.characters // 1_000_000))
        return not text.isspace()

    def _too_many_rows(self, name: str, count: int, limit: int) -> UnreadableSheet:
        return UnreadableSheet(SheetFault.TOO_MANY_ROWS, sheet=name, count=str(count), limit=str(limit))


def _of_width(row: list[CellValue], width: int) -> Row:
    if len(row) == width:
        return row
    return [*row[:width], *[""] * (width - len(row))]
