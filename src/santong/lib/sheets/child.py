"""Child process that parses one workbook: file on stdin, pickled sheets on stdout.

A workbook of a few kilobytes can demand any amount of memory (one cell in the last row and column
is enough), on which the parser aborts the whole process.  So it runs in one of its own, with a
ceiling on memory and processor time.
"""

import io
import pickle  # nosec B403 - written by us and read by our parent only
import sys

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

try:
    import resource
except ImportError:  # systems without it have no ceiling
    resource = None  # type: ignore[assignment]


class _Refused(Exception):
    """Carries the fault and its arguments to the end of the process."""

    def __init__(self, fault: str, **arguments: str) -> None:
        self.answer = (fault, arguments)


def main(rows: int, columns: int, cells: int, memory_megabytes: int, seconds: int) -> None:
    """Answer with ``("", sheets)`` or ``(fault, arguments)``."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (memory_megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        answer: object = ("", _sheets(sys.stdin.buffer.read(), rows, columns, cells))
    except _Refused as refusal:
        answer = refusal.answer
    except PasswordError:
        answer = ("protected", {})
    except CalamineError:
        answer = ("corrupt", {})
    pickle.dump(answer, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def _sheets(content: bytes, rows: int, columns: int, cells: int) -> list[tuple[object, ...]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: list[tuple[object, ...]] = []
    left = cells
    for index, metadata in enumerate(book.sheets_metadata):
        if metadata.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(index)
        height, width = _size(sheet)
        _check(sheet.name, height, width, (rows, columns, left))
        left -= height * width
        is_hidden = metadata.visible is not SheetVisibleEnum.Visible
        table = sheet.to_python(skip_empty_area=False) if height else []
        found.append((sheet.name, is_hidden, table, sheet.merged_cell_ranges or []))
    return found


def _size(sheet: CalamineSheet) -> tuple[int, int]:
    return (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)


def _check(name: str, height: int, width: int, limits: tuple[int, int, int]) -> None:
    rows, columns, cells = limits
    if width > columns:
        raise _Refused("too_many_columns", sheet=name, count=str(width), limit=str(columns))
    if height > rows or height * width > cells:
        limit = min(rows, cells // max(width, 1))
        raise _Refused("too_many_rows", sheet=name, count=str(height), limit=str(limit))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
