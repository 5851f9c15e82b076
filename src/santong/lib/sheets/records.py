"""What the parser of old workbooks keeps to itself: hidden rows and failed formulas ([MS-XLS]).

Runs in the child process.
"""

import struct
from collections.abc import Iterator

from santong.lib.sheets.compound import CompoundFile
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.particulars import Particulars

_FORMULA, _END, _SHEET, _CONSTANT, _ROW, _BEGIN = 0x0006, 0x000A, 0x0085, 0x0205, 0x0208, 0x0809
_HIDDEN = 0x20
"""The bit of a row record's flags (2.4.221, fDyZero)."""
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Errors by code (2.5.10, BErr)."""


def particulars_of_old(content: bytes) -> list[Particulars]:
    """Of each sheet, in the order of the workbook.

    Raises:
        UnreadableSheet: when the file is damaged.
    """
    file = CompoundFile(content)
    stream = file.stream("Workbook") or file.stream("Book") or b""
    try:
        starts = [struct.unpack_from("<I", stream, at)[0] for kind, at, _size in _records(stream, 0) if kind == _SHEET]
        return [_of_sheet(stream, start) for start in starts]
    except struct.error as error:
        raise UnreadableSheet(SheetFault.CORRUPT) from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record up to the end of one part; parts within it (charts) are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, at + 4, size
        at += 4 + size


def _of_sheet(stream: bytes, start: int) -> Particulars:
    found = Particulars()
    for kind, at, _size in _records(stream, start):
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xB", stream, at)
            if flags & _HIDDEN:
                found.hidden_rows.add(row)
        elif kind in (_FORMULA, _CONSTANT):
            row, column = struct.unpack_from("<HH", stream, at)
            code = _failed_formula(stream, at) if kind == _FORMULA else _constant_error(stream, at)
            if code is not None:
                found.note(row, column, _ERRORS.get(code, "#N/A"))
    return found


def _failed_formula(stream: bytes, at: int) -> int | None:
    """The error that a formula came to (2.5.133: a value that is no number says in its first byte what it is)."""
    kind, code, mark = struct.unpack_from("<6xBxB3xH", stream, at)
    return int(code) if mark == 0xFFFF and kind == 2 else None


def _constant_error(stream: bytes, at: int) -> int | None:
    code, is_error = struct.unpack_from("<6xBB", stream, at)
    return int(code) if is_error else None
