"""Text tables: CSV and TSV in UTF-8, UTF-16 or GB18030, with any usual delimiter."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from santong.lib.lookalikes import BROKEN
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.gathering import Gathering
from santong.lib.sheets.grid import Book, Grid, Limits, Row

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = ",\t;|，"
_DECLARED = re.compile(r"sep=(.)\r?\n")
_SAMPLE_LINES = 50
_USUAL_SHARE = 0.8  # of the Chinese characters of a real GB file lie within GB 2312
_MOST_LINES_IN_A_CELL = 30
_SMALLEST_FIELD = 131_072  # what the reader allows by itself
_CHARACTERS_FOR_A_BAD_ONE = 20
_BAD = re.compile(rf"[\x00-\x08\x0e-\x1f\x7f-\x9f{BROKEN}]")


def read_delimited(content: bytes, limits: Limits, head_rows: int | None = None) -> Book:
    """Parse a text table into one sheet.

    Raises:
        UnreadableSheet: when the encoding is not certain, or the table is too large.
    """
    encoding, text = decode(content)
    delimiter, body = _delimiter_of(text)
    csv.field_size_limit(max(limits.cell_characters, _SMALLEST_FIELD))
    number = 0

    def rows() -> Iterator[Row]:
        nonlocal number
        for number, row in enumerate(csv.reader(io.StringIO(body, newline=""), delimiter=delimiter), 1):
            if any(cell.count("\n") > _MOST_LINES_IN_A_CELL for cell in row):
                raise UnreadableSheet(SheetFault.QUOTES_UNBALANCED, row=str(number))
            yield list(row)

    try:
        kept, height = Gathering(limits, head_rows).gather("", rows())
    except csv.Error as error:
        raise UnreadableSheet(SheetFault.QUOTES_UNBALANCED, row=str(number + 1)) from error
    return Book((Grid("", kept, whole_height=height),), encoding=encoding)


def decode(content: bytes) -> tuple[str, str]:
    """Encoding and text, chosen so that nothing can come out garbled.

    A few single characters may be lost or private ones (U+FFFD, U+E000 and on): they come along
    and make their own cells doubtful, not the file.

    Raises:
        UnreadableSheet: when no encoding fits beyond doubt.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding, _plausible(content.decode(encoding, "replace"))
    as_utf8, as_gb = _decoded(content, "utf-8"), _decoded(content, "gb18030")
    if as_utf8 is not None and (as_gb is None or not _is_gb_in_disguise(as_utf8, as_gb)):
        return "utf-8", _plausible(as_utf8)
    if as_gb is not None:
        return "gb18030", _usual(_plausible(as_gb))
    return _decoded_with_losses(content)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded_with_losses(content: bytes) -> tuple[str, str]:
    """The one of the two encodings in which only single characters are broken."""
    texts = {encoding: content.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")}
    encoding, text = min(texts.items(), key=lambda pair: pair[1].count("\ufffd"))
    return encoding, _usual(_plausible(text))


def _plausible(text: str) -> str:
    bad = len(_BAD.findall(text))
    if bad and bad * _CHARACTERS_FOR_A_BAD_ONE > sum(character > "\x7f" for character in text):
        raise UnreadableSheet(SheetFault.ENCODING_UNCLEAR)
    return text


def _usual(text: str) -> str:
    if _usual_share(text) < _USUAL_SHARE:
        raise UnreadableSheet(SheetFault.ENCODING_UNCLEAR)
    return text


def _is_gb_in_disguise(as_utf8: str, as_gb: str) -> bool:
    """Some short GB texts are valid UTF-8 too; those consist of two-byte sequences alone."""
    foreign = [character for character in as_utf8 if character > "\x7f"]
    if not foreign or any(character > "\u07ff" for character in foreign):
        return False
    return _usual_share(as_gb) == 1


def _usual_share(text: str) -> float:
    foreign = "".join(character for character in text if character > "\x7f")
    if not foreign:
        return 1.0
    return len(foreign.encode("gb2312", errors="ignore").decode("gb2312")) / len(foreign)


def _delimiter_of(text: str) -> tuple[str, str]:
    """The delimiter that cuts the first lines most evenly, and the text proper."""
    declared = _DECLARED.match(text)
    if declared:
        return declared[1], text[declared.end() :]
    lines = text.splitlines(keepends=True)[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter)), text


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0, 0
    several = {width: times for width, times in widths.items() if width > 1}
    if not several:
        return 0, 0
    width = max(several, key=lambda each: several[each])
    return several[width], width
