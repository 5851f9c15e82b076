"""What kind of file it is, and who parses it. Runs in the child process."""

import re

from santong.lib.fet.table import book_of, is_fet
from santong.lib.sheets.delimited import read_delimited
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Book, Limits
from santong.lib.sheets.workbooks import COMPOUND_MARK, ZIP_MARK, read_workbook

_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml)", re.I)
_BINARY_MARKS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def open_book(content: bytes, limits: Limits, head_rows: int | None = None) -> Book:
    """Parse a file of any kind; with ``head_rows`` only the first rows of every sheet are answered.

    Raises:
        UnreadableSheet: with a code and what the sender can do about it.
    """
    if not content.strip():
        raise UnreadableSheet(SheetFault.EMPTY_FILE)
    if content.startswith((ZIP_MARK, COMPOUND_MARK)):
        return read_workbook(content, limits, head_rows)
    if content.startswith(_BINARY_MARKS):
        raise UnreadableSheet(SheetFault.NOT_A_SHEET)
    if is_fet(content):
        return book_of(content, limits, head_rows)
    if _WEB_PAGE.match(content):
        raise UnreadableSheet(SheetFault.WEB_PAGE)
    return read_delimited(content, limits, head_rows)
