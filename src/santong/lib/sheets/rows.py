"""What each row under the headings is: data, or one of the things schools put between data."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from santong.lib.cells import CellValue, is_number, text_of
from santong.lib.sheets.columns import Column, Field, plain_heading
from santong.lib.sheets.grid import Grid, Row


class RowKind(StrEnum):
    """Everything but ``DATA`` is left out, with this as the reason."""

    DATA = "data"
    TITLE = "title"
    HEADER = "header"
    BLANK = "blank"
    NUMBERED_BLANK = "numbered_blank"
    REPEATED_HEADER = "repeated_header"
    SECTION = "section"
    TOTAL = "total"
    FOOTER = "footer"


ROW_MESSAGES: dict[RowKind, str] = {
    RowKind.DATA: "A row of data.",
    RowKind.TITLE: "Above the headings.",
    RowKind.HEADER: "Headings.",
    RowKind.BLANK: "Empty row.",
    RowKind.NUMBERED_BLANK: "Row with a running number only.",
    RowKind.REPEATED_HEADER: "The headings once more.",
    RowKind.SECTION: "Heading of a group of rows.",
    RowKind.TOTAL: "Total.",
    RowKind.FOOTER: "Signature or note below the table.",
}

_TOTAL = re.compile(r"(?:本?(?:页|班|校|年级|组)|全[班校])?(?:合|总|小|共|累)计(?:人数)?|总人数|[男女]生?人?数")
_FOOTER = re.compile(
    r"(?:校长|园长|班主任|负责人|经办人|填表人|制表人?|审核人?|复核|主管|单位|学校|家长|填报)?"
    r"(?:\(?(?:签[字名章]|盖章)\)?|(?:填|上)报(?:日期|时间|单位|人)|填表(?:人|日期|时间)|制表(?:人|日期|时间)"
    r"|审核(?:人)?|负责人|经办人|联系人|日期|备注|说明|注意?|填表说明|单位)"
    r"(?:\(?(?:签[字名章]|盖章)\)?)?\s*[:_。.\d(]"
)
_SIGNATURE = re.compile(r".{0,12}(?:签[字名章]|盖章)\)?:?")
_LONGEST_MARK = 30
_FEW = 3


def row_classifier(grid: Grid, columns: Sequence[Column], fields: Sequence[Field]) -> Callable[[int], RowKind]:
    """A function from row index (below the headings) to what the row is.

    A row is never left out when a key field and enough else in it is filled.
    """
    keys = {each.name for each in fields if each.is_key}
    key_indices = [column.index for column in columns if column.field in keys]
    mapped = [column.index for column in columns if column.field]
    headings = {column.index: plain_heading(column.heading) for column in columns if column.field}
    wide = {merge.top for merge in grid.merges if merge.right - merge.left >= _FEW}

    def classify(index: int) -> RowKind:
        row = grid.rows[index]
        filled = [each for each in mapped if not _is_blank(row[each])]
        if len(filled) > max(_FEW, len(mapped) // 2):
            return RowKind.REPEATED_HEADER if _repeats(row, filled, headings) else RowKind.DATA
        if kind := _kind_of_sparse_row(row, filled, headings):
            return kind
        if index in wide or not any(each in key_indices for each in filled):
            return _kind_without_key(row, index in wide)
        return RowKind.DATA

    return classify


def _kind_of_sparse_row(row: Row, filled: list[int], headings: dict[int, str]) -> RowKind | None:
    texts = [text_of(value).strip() for value in row if not _is_blank(value)]
    if not texts:
        return RowKind.BLANK
    if any(_TOTAL.match(plain_heading(text)) for text in texts[:2]) and len(texts[0]) <= _LONGEST_MARK:
        return RowKind.TOTAL
    if _FOOTER.match(_half(texts[0])) or any(_SIGNATURE.fullmatch(_half(text)) for text in texts):
        return RowKind.FOOTER
    if len(filled) > 1 and _repeats(row, filled, headings):
        return RowKind.REPEATED_HEADER
    return None


def _kind_without_key(row: Row, is_merged: bool) -> RowKind:
    values = [value for value in row if not _is_blank(value)]
    if len(values) == 1 and is_number(values[0]):
        return RowKind.NUMBERED_BLANK
    if len(values) == 1 and text_of(values[0]).strip().isdecimal() and not is_merged:
        return RowKind.NUMBERED_BLANK
    return RowKind.SECTION if len(values) == 1 or is_merged else RowKind.DATA


def stated_total(row: Row) -> int | None:
    """The number a total row states first, to compare with the rows counted."""
    for value in row:
        match = re.search(r"\d+", text_of(value))
        if match:
            return int(match.group())
    return None


def _repeats(row: Row, filled: list[int], headings: dict[int, str]) -> bool:
    same = sum(plain_heading(text_of(row[each])) == headings[each] for each in filled[:_FEW])
    return same >= min(2, len(filled))


def _half(text: str) -> str:
    return text.replace("：", ":").replace("（", "(").replace("）", ")").replace(" ", "")


def _is_blank(value: CellValue) -> bool:
    return value is None or value == "" or (isinstance(value, str) and not value.strip())
