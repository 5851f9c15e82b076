"""Where a row stands when several sheets of a file are read: one number for the sheet and the row within.

The first sheet read has position 0, so that its rows are numbered as if it were the only one.
"""

from __future__ import annotations

_ROW_BITS = 20
_MOST_ROWS = 1 << _ROW_BITS
"""No format has more rows in a sheet."""


def index_of(position: int, row: int) -> int:
    """The number of a row (from 0) of the sheet at a position among those read."""
    return position * _MOST_ROWS + row


def position_of(index: int) -> int:
    """At which position among the sheets read a row's sheet is."""
    return index // _MOST_ROWS


def row_of(index: int) -> int:
    """The row within its sheet, from 0."""
    return index % _MOST_ROWS


def label_of(sheet: str, row: int, *, is_only: bool) -> str:
    """What people call a row: 5, or 二班!5 where several sheets are read."""
    return str(row + 1) if is_only else f"{sheet}!{row + 1}"
