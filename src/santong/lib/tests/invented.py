"""Files and people made up for the tests."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
PUPIL_HEADINGS = ["姓名", "性别", "身份证号", "出生日期", "班级"]


def identity(serial: int = 7, *, born: date = date(2016, 9, 3), sex: Sex = Sex.MALE) -> str:
    """A valid number with division 990102."""
    return make_identity_number("990102", born, sex, serial).number


def pupil(serial: int = 7, name: str = "甘乐然") -> list[Any]:
    """A clean row under ``PUPIL_HEADINGS``."""
    return [name, "男", identity(serial), datetime.fromisoformat("2016-09-03"), "四年级(2)班"]


def xlsx(
    rows: Sequence[Sequence[Any]],
    merges: Iterable[str] = (),
    *,
    other_sheets: dict[str, Sequence[Sequence[Any]]] | None = None,
    hidden: Iterable[str] = (),
    options: dict[str, Any] | None = None,
) -> bytes:
    """A workbook; ``merges`` are areas like A1:E1 whose first cell keeps its value."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **(options or {})})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, table in {"学生": rows, **(other_sheets or {})}.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for index, row in enumerate(table):
            for column, value in enumerate(row):
                _write(sheet, index, column, value, day)
    plain = book.add_format()
    for area in merges:
        book.get_worksheet_by_name("学生").merge_range(area, "", plain)
        first = area.split(":")[0]
        row, column = int(first[1:]) - 1, ord(first[0]) - ord("A")
        _write(book.get_worksheet_by_name("学生"), row, column, rows[row][column], day)
    book.close()
    return target.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def xls(
    rows: Sequence[Sequence[Any]],
    *,
    hidden_rows: Iterable[int] = (),
    errors: dict[tuple[int, int], int] | None = None,
    before: Sequence[str] = (),
) -> bytes:
    """An old binary workbook.

    `errors` by row and column, as codes of [MS-XLS] 2.5.10; `before` names empty sheets in front.
    """
    book = xlwt.Workbook()
    for name in before:
        book.add_sheet(name)
    sheet = book.add_sheet("学生")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for index, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(index, column, value, style if isinstance(value, datetime) else xlwt.Style.default_style)
    for index in hidden_rows:
        sheet.row(index).hidden = True
    for (index, column), code in (errors or {}).items():
        sheet.row(index).set_cell_error(column, code)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods(rows: Sequence[Sequence[str]], trailing_blank_rows: int = 0) -> bytes:
    """A text-only OpenDocument sheet, as small as the format allows."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ["".join(cell.format(escape(text)) for text in row) for row in rows]
    table = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    if trailing_blank_rows:
        table += (
            f'<table:table-row table:number-rows-repeated="{trailing_blank_rows}">'
            '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        )
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="学生">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", content)
    return target.getvalue()
