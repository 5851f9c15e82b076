"""XLSX, XLS and ODS files, parsed in a child process."""

import io
import pickle  # nosec B403 - the bytes come from our own child process
import re
import subprocess  # nosec B404 - starts this interpreter with fixed arguments
import sys
import zipfile
import zlib

from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Book, Grid, Limits, Merge

ZIP_MARK = b"PK"
COMPOUND_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_MARK = "EncryptedPackage".encode("utf-16-le")
_WORKER = "santong.lib.sheets.workbook_worker"
_MEMORY_SIGNS = (b"memory allocation", b"capacity overflow", b"MemoryError")
_EPOCH_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true|on)[\"']")
_MEGABYTE = 2**20
_ARCHIVE_ERRORS = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def read_workbook(content: bytes, limits: Limits) -> Book:
    """Parse a workbook.

    Raises:
        UnreadableSheet: for what is damaged, protected, too large or no workbook.
    """
    epoch_1904 = None
    if content.startswith(ZIP_MARK):
        epoch_1904 = _inspect_archive(content, limits)
    elif _ENCRYPTED_MARK in content:
        raise UnreadableSheet(SheetFault.PROTECTED)
    return Book(_parsed(content, limits), epoch_1904=epoch_1904)


def _inspect_archive(content: bytes, limits: Limits) -> bool | None:
    """Check the unpacked size before anything is unpacked; answer whether days count from 1904."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > limits.unpacked_megabytes * _MEGABYTE:
                raise UnreadableSheet(SheetFault.CONTENT_TOO_LARGE, limit=str(limits.unpacked_megabytes))
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" in names:
                return _EPOCH_1904.search(archive.read("xl/workbook.xml")) is not None
            if not names & {"content.xml", "xl/workbook.bin"}:
                raise UnreadableSheet(SheetFault.NOT_A_SHEET)
    except _ARCHIVE_ERRORS as error:
        raise UnreadableSheet(SheetFault.CORRUPT) from error
    except RuntimeError as error:  # what zipfile raises for an encrypted member
        raise UnreadableSheet(SheetFault.PROTECTED) from error
    return None


def _parsed(content: bytes, limits: Limits) -> tuple[Grid, ...]:
    figures = (limits.rows, limits.columns, limits.cells, limits.memory_megabytes, limits.seconds)
    command = [sys.executable, "-m", _WORKER, *map(str, figures)]
    try:
        child = subprocess.run(  # nosec B603
            command, input=content, capture_output=True, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableSheet(SheetFault.TOO_SLOW, limit=str(limits.seconds)) from error
    if child.returncode:
        raise _explain_crash(child.stderr, limits)
    fault, answer = pickle.loads(child.stdout)  # noqa: S301  # nosec B301 - our own child wrote it
    if fault:
        raise UnreadableSheet(SheetFault(fault), **answer)
    return tuple(
        Grid(name, rows, tuple(Merge(*first, *last) for first, last in merges), is_hidden)
        for name, is_hidden, rows, merges in answer
    )


def _explain_crash(stderr: bytes, limits: Limits) -> UnreadableSheet:
    if any(sign in stderr for sign in _MEMORY_SIGNS):
        return UnreadableSheet(SheetFault.CONTENT_TOO_LARGE, limit=str(limits.memory_megabytes))
    return UnreadableSheet(SheetFault.CORRUPT)
