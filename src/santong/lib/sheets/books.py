"""The door: bytes of any sheet file in, a ``Book`` out."""

import re

from santong.lib.sheets.delimited import read_delimited
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Book, Limits
from santong.lib.sheets.workbooks import COMPOUND_MARK, ZIP_MARK, read_workbook

DEFAULT_LIMITS = Limits()
_WEB_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|meta|\?xml)", re.I)
_BINARY_MARKS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_MEGABYTE = 2**20


def read_book(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Book:
    """Read a sheet file, told by its content and not by its name.

    Raises:
        UnreadableSheet: with a code and what the sender can do about it.
    """
    size = len(content) / _MEGABYTE
    if size > limits.file_megabytes:
        raise UnreadableSheet(SheetFault.FILE_TOO_LARGE, size=f"{size:.0f}", limit=str(limits.file_megabytes))
    if not content.strip():
        raise UnreadableSheet(SheetFault.EMPTY_FILE)
    if content.startswith((ZIP_MARK, COMPOUND_MARK)):
        return read_workbook(content, limits)
    if content.startswith(_BINARY_MARKS):
        raise UnreadableSheet(SheetFault.NOT_A_SHEET)
    if _WEB_PAGE.match(content):
        raise UnreadableSheet(SheetFault.WEB_PAGE)
    return read_delimited(content, limits)
