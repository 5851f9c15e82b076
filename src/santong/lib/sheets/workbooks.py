"""XLSX, XLS and ODS files. Runs in the child process."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from santong.lib.cells import CellValue
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.gathering import Gathering
from santong.lib.sheets.grid import Book, Grid, Limits, Merge, Row
from santong.lib.sheets.particulars import NO_PARTICULARS, Particulars, particulars_of
from santong.lib.sheets.records import particulars_of_old

ZIP_MARK = b"PK"
COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_EPOCH_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")
_MEGABYTE = 2**20
_ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def read_workbook(content: bytes, limits: Limits, head_rows: int | None = None) -> Book:
    """Parse a workbook.

    Raises:
        UnreadableSheet: for what is damaged, protected, too large or no workbook.
    """
    epoch_1904, particulars = None, dict[str, Particulars]()
    try:
        if content.startswith(ZIP_MARK):
            epoch_1904, particulars = _inspect_archive(content, limits)
        elif _ENCRYPTED_MARK in content:
            raise UnreadableSheet(SheetFault.PROTECTED)
        grids = _grids(content, particulars, Gathering(limits, head_rows))
    except PasswordError as error:
        raise UnreadableSheet(SheetFault.PROTECTED) from error
    except CalamineError as error:
        raise UnreadableSheet(SheetFault.CORRUPT) from error
    return Book(grids, epoch_1904=epoch_1904)


def _inspect_archive(content: bytes, limits: Limits) -> tuple[bool | None, dict[str, Particulars]]:
    """Check the unpacked size before anything is unpacked; answer what the parser doesn't tell.

    That is whether days count from 1904, and by sheet the hidden rows and the cells without value.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > limits.unpacked_megabytes * _MEGABYTE:
                raise UnreadableSheet(SheetFault.CONTENT_TOO_LARGE, limit=str(limits.unpacked_megabytes))
            names = {entry.filename for entry in entries}
            if not names & {"content.xml", "xl/workbook.bin", "xl/workbook.xml"}:
                raise UnreadableSheet(SheetFault.NOT_A_SHEET)
            particulars = particulars_of(archive, names)
            if "xl/workbook.xml" in names:
                return _EPOCH_1904.search(archive.read("xl/workbook.xml")) is not None, particulars
    except _ARCHIVE_ERRORS as error:
        raise UnreadableSheet(SheetFault.CORRUPT) from error
    except RuntimeError as error:  # what zipfile raises for an encrypted member
        raise UnreadableSheet(SheetFault.PROTECTED) from error
    return None, particulars


def _grids(content: bytes, particulars: dict[str, Particulars], gathering: Gathering) -> tuple[Grid, ...]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if content.startswith(COMPOUND_MARK):
        particulars = dict(zip(book.sheet_names, particulars_of_old(content), strict=True))
    wanted = [(index, each) for index, each in enumerate(book.sheets_metadata) if each.typ is SheetTypeEnum.WorkSheet]
    if len(wanted) > gathering.limits.sheets:
        limit = str(gathering.limits.sheets)
        raise UnreadableSheet(SheetFault.TOO_MANY_SHEETS, count=str(len(wanted)), limit=limit)
    return tuple(
        _grid(
            book.get_sheet_by_index(index),
            each.visible is not SheetVisibleEnum.Visible,
            particulars.get(each.name, NO_PARTICULARS),
            gathering,
        )
        for index, each in wanted
    )


def _grid(sheet: CalamineSheet, is_hidden: bool, particulars: Particulars, gathering: Gathering) -> Grid:
    kept, height = gathering.gather(sheet.name, _rows(sheet, particulars))
    width = len(kept[0]) if kept else 0
    merges = (Merge(*first, *last) for first, last in sheet.merged_cell_ranges or [])
    return Grid(
        sheet.name,
        kept,
        tuple(merge for merge in merges if merge.top < height and merge.left < width),
        is_hidden,
        frozenset(index for index in particulars.hidden_rows if index < height),
        height,
    )


def _rows(sheet: CalamineSheet, particulars: Particulars) -> Iterator[Row]:
    """All rows from A1 on, with what stands in cells that have no value."""
    odd = particulars.cells
    count = 0
    for index, row in enumerate(sheet.iter_rows() if sheet.end is not None else ()):
        yield _with_odd_cells(row, odd.get(index, {}))
        count += 1
    for index in range(count, max(odd, default=-1) + 1):
        yield _with_odd_cells([], odd.get(index, {}))


def _with_odd_cells(row: Sequence[CellValue], odd: dict[int, str]) -> Row:
    longer: Row = [*row, *[""] * (max(odd, default=-1) + 1 - len(row))]
    for column, text in odd.items():
        longer[column] = text
    return longer
