"""Exports: exactly what a list shows, as CSV or XLSX, without holding it in memory."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import AsyncIterator, Generator, Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any
from urllib.parse import quote

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.timezone import localdate

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
BLOCK = 64 * 1024
IN_MEMORY = 1024 * 1024
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What begins a formula; Chinese spreadsheet programs take the full-width forms, too."""
FIRST_YEAR = 1900
"""Spreadsheets know no day before."""


def export_response(request: HttpRequest, rows: Iterable[list[Any]], *, name: str, kind: str) -> StreamingHttpResponse:
    """Send rows (heads first) as a file named after `name` and today's date."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (closed when sent)
    try:
        {"csv": write_csv, "xlsx": write_xlsx}[kind](rows, file)
    finally:
        # Left to the garbage collector after an error, the cursor behind the rows would be closed in the midst of
        # another question on the same connection, which waits for itself then.
        if isinstance(rows, Generator):
            rows.close()
    return send(request, file, filename=f"{name}-{localdate():%Y%m%d}.{kind}", content_type=TYPES[kind])


def send(request: HttpRequest, file: IO[bytes], *, filename: str, content_type: str) -> StreamingHttpResponse:
    """Send an open file block by block, and close it."""
    file.seek(0, io.SEEK_END)
    length = file.tell()
    file.seek(0)
    blocks = _blocks_async(file) if isinstance(request, ASGIRequest) else _blocks(file)
    response = StreamingHttpResponse(blocks, content_type=content_type)
    response["Content-Length"] = str(length)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(filename)}"
    return response


def write_csv(rows: Iterable[list[Any]], file: IO[bytes]) -> None:
    """UTF-8 with a mark at the start, so that spreadsheet programs don't guess the encoding."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    text.detach()


def write_xlsx(rows: Iterable[list[Any]], file: IO[bytes]) -> None:
    """One sheet with a frozen, bold first row; texts stay texts, so no long number is damaged."""
    import xlsxwriter  # as long to load as the web process's own modules; most processes never write a sheet

    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True})
    formats = {
        datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime | date) and value.year > FIRST_YEAR:
                sheet.write_datetime(number, column, value, formats[type(value)])
            elif isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, "" if value is None else str(value), head if number == 0 else None)
        if number == 0:
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(len(row) - 1, 0), 18)
    book.close()


def _harmless(value: Any) -> str:
    """Text that a spreadsheet program won't run as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while block := file.read(BLOCK):
            yield block


async def _blocks_async(file: IO[bytes]) -> AsyncIterator[bytes]:
    read = sync_to_async(file.read)
    with file:
        while block := await read(BLOCK):
            yield block
