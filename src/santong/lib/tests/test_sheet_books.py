import io
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib.cells import FORMULA_MARK
from santong.lib.sheets.books import read_book, read_heads
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Limits, Merge, cell_name, column_letters
from santong.lib.sheets.opening import open_book
from santong.lib.sheets.records import particulars_of_old
from santong.lib.tests.invented import ods, pupil, xls, xlsx

ROWS = [["姓名", "电话"], ["甘乐然", 13800001234], ["苗　雨", "'9901"]]


def fault_of(content: bytes, limits: Limits | None = None) -> SheetFault:
    with pytest.raises(UnreadableSheet) as caught:
        read_book(content, limits or Limits())
    assert str(caught.value)
    return caught.value.fault


def test_xlsx_keeps_kinds_of_cells():
    book = read_book(xlsx([["姓名", "日期", "数", "真"], ["甘", pupil()[3], 1.5, True], [None, "", 9.9e17, "1"]]))
    assert book.grids[0].rows == [
        ["姓名", "日期", "数", "真"],
        ["甘", date(2016, 9, 3), 1.5, True],
        ["", "", 9.9e17, "1"],
    ]
    assert (book.grids[0].name, book.epoch_1904, book.encoding) == ("学生", False, None)


def test_xls_and_ods():
    for book in (read_book(xls(ROWS)), read_book(ods([list(map(str, row)) for row in ROWS]))):
        assert [row[0] for row in book.grids[0].rows] == ["姓名", "甘乐然", "苗　雨"]
        assert book.epoch_1904 is None


def test_merges_hidden_sheets_and_the_older_day_count():
    content = xlsx(
        [["名册", "", ""], ["a", "b", "c"]],
        ["A1:C1"],
        other_sheets={"旧": [["x"]]},
        hidden=["旧"],
        options={"date_1904": True},
    )
    book = read_book(content)
    assert book.epoch_1904 is True
    assert book.grids[0].merges == (Merge(0, 0, 0, 2),)
    assert [grid.is_hidden for grid in book.grids] == [False, True]


def test_the_first_row_is_row_one_even_when_empty():
    rows = read_book(xlsx([[], [], ["", "姓名"]])).grids[0].rows
    assert rows[2] == ["", "姓名"]
    assert len(rows) == 3


def test_an_empty_workbook_has_an_empty_sheet():
    assert read_book(xlsx([])).grids[0].rows == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", SheetFault.EMPTY_FILE),
        (b" \r\n", SheetFault.EMPTY_FILE),
        (b"PK\x03\x04" + b"x" * 100, SheetFault.CORRUPT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, SheetFault.CORRUPT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), SheetFault.PROTECTED),
        (b"%PDF-1.7 ...", SheetFault.NOT_A_SHEET),
        (b"\x89PNG\r\n\x1a\n", SheetFault.NOT_A_SHEET),
        (b"<html><table><tr><td>1</td></tr></table></html>", SheetFault.WEB_PAGE),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", SheetFault.WEB_PAGE),
        (b"\x00\x01\x02\x03\x04\x05", SheetFault.ENCODING_UNCLEAR),
    ],
)
def test_files_that_are_no_sheets(content, fault):
    assert fault_of(content) is fault


def test_half_a_file_is_damaged():
    whole = xlsx(ROWS * 50)
    assert fault_of(whole[: len(whole) // 2]) is SheetFault.CORRUPT


def test_an_archive_of_something_else():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert fault_of(target.getvalue()) is SheetFault.NOT_A_SHEET


def test_a_damaged_part_inside_a_whole_archive():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook><sheets>")
    assert fault_of(target.getvalue()) is SheetFault.CORRUPT


def test_limits():
    content = xlsx([["a", "b", "c"]] * 30)
    assert fault_of(content, Limits(rows=29)) is SheetFault.TOO_MANY_ROWS
    assert fault_of(content, Limits(columns=2)) is SheetFault.TOO_MANY_COLUMNS
    assert fault_of(content, Limits(cells=89)) is SheetFault.TOO_MANY_ROWS
    assert fault_of(content, Limits(file_megabytes=0)) is SheetFault.FILE_TOO_LARGE
    assert read_book(content, Limits(rows=30, columns=3, cells=90)).grids[0].width == 3


def test_a_small_archive_that_unpacks_to_gigabytes():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (12 * 2**20))
    assert len(target.getvalue()) < 100_000
    assert fault_of(target.getvalue(), Limits(unpacked_megabytes=10)) is SheetFault.CONTENT_TOO_LARGE


def _with_far_cell(row: int, column: str) -> bytes:
    """A workbook of a few kilobytes with one more cell far away."""
    source, target = zipfile.ZipFile(io.BytesIO(xlsx(ROWS))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                far = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'
                content = content.replace(b"</sheetData>", far.encode())
            archive.writestr(name, content)
    return target.getvalue()


def test_one_cell_in_the_last_corner_does_not_take_the_memory():
    assert fault_of(_with_far_cell(1_048_576, "XFD")) is SheetFault.CONTENT_TOO_LARGE
    assert fault_of(_with_far_cell(300_000, "B")) is SheetFault.TOO_MANY_ROWS
    assert fault_of(_with_far_cell(9, "ZZ")) is SheetFault.TOO_MANY_COLUMNS


def test_the_blank_million_rows_below_an_ods_table_are_not_content():
    content = ods([list(map(str, row)) for row in ROWS], trailing_blank_rows=1_048_573)
    assert len(read_book(content).grids[0].rows) == 3


def test_names_of_cells():
    assert [column_letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert cell_name(76, 3) == "D77"


WHOLE = xlsx([["姓名", "电话"], ["甘乐然", 1]])


@settings(max_examples=40)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused_in_plain_words(place, noise):
    with suppress(UnreadableSheet):
        assert read_book(WHOLE[:place] + noise + WHOLE[place + len(noise) :]).grids


@given(st.binary(max_size=300))
def test_any_other_bytes_are_read_or_refused_in_plain_words(content):
    if not content.startswith((b"PK", b"\xd0\xcf")):
        with suppress(UnreadableSheet):
            assert open_book(content, Limits()).grids


def edited(content: bytes, part: str, old: str, new: str) -> bytes:
    """A workbook with one of its parts changed, as other programs write it."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            whole = source.read(name)
            assert name != part or old.encode() in whole
            archive.writestr(name, whole.replace(old.encode(), new.encode()) if name == part else whole)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_cells_without_a_value_say_what_stands_in_them():
    content = xlsx([["姓名", "电话", "班级"], ["甘乐然", 1, 2], ["苗雨", 3, 4]])
    content = edited(content, SHEET, '<c r="B2"><v>1</v></c>', '<c r="B2" t="e"><f>Z9</f><v>#REF!</v></c>')
    content = edited(content, SHEET, '<c r="C2"><v>2</v></c>', "<c r='C2'><f>A2&amp;B2</f><v/></c>")
    content = edited(content, SHEET, '<c r="B3"><v>3</v></c>', '<c r="B3" t="str"><f>""</f><v></v></c>')
    content = edited(content, SHEET, "</sheetData>", '<row r="6"><c r="A6"><f>A1</f></c></row></sheetData>')
    rows = read_book(content).grids[0].rows
    assert rows[1:3] == [["甘乐然", "#REF!", f"{FORMULA_MARK}=A2&B2"], ["苗雨", "", 4]]
    assert rows[5] == [f"{FORMULA_MARK}=A1", "", ""] and len(rows) == 6


def test_hidden_rows_are_told():
    content = edited(xlsx([["a", "b"], *[["x", "y"]] * 3]), SHEET, '<row r="3" ', '<row r="3" hidden="1" ')
    assert read_book(content).grids[0].hidden_rows == {2}
    assert read_heads(content, 2).grids[0].hidden_rows == {2}
    assert not read_book(xlsx(ROWS)).grids[0].hidden_rows


def test_hidden_rows_and_errors_of_an_ods_table():
    content = ods([["姓名", "数"], ["甘", "1"], ["苗", "Err:502"]])
    content = edited(
        content, "content.xml", '<table:table-cell office:value-type="string"><text:p>Err',
        '<table:table-cell calcext:value-type="error" office:value-type="string"><text:p>Err',
    )  # fmt: skip
    content = edited(content, "content.xml", " xmlns:table=", ' xmlns:calcext="x" xmlns:table=')
    hidden = '<table:table-row table:visibility="filter"><table:table-cell office:value-type="string"><text:p>甘'
    content = edited(content, "content.xml", hidden.replace(' table:visibility="filter"', ""), hidden)
    grid = read_book(content).grids[0]
    assert grid.hidden_rows == {1} and grid.rows[2] == ["苗", "Err:502"]


@pytest.mark.parametrize("rows", [4, 400])
def test_hidden_rows_and_errors_of_an_old_workbook(rows):
    """A small workbook lies in the short sectors of its file, a large one in the ordinary ones."""
    table = [["姓名", "数"], *([f"甘{number}"] for number in range(rows))]
    content = xls(table, hidden_rows=[2, rows], errors={(1, 1): 0x2A, (3, 1): 0x17}, before=["说明"])
    first, grid = read_book(content).grids
    assert grid.hidden_rows == {2, rows} and not first.hidden_rows
    assert grid.rows[1:4] == [["甘0", "#N/A"], ["甘1", ""], ["甘2", "#REF!"]]
    assert read_heads(content, 2).grids[1].hidden_rows == {2, rows}


def test_failed_formulas_of_an_old_workbook():
    """LibreOffice wrote the file: VLOOKUP and 1/0 fail, a text and a hidden row follow."""
    grid, other = read_book((Path(__file__).parent / "sheets" / "failed-formulas.xls").read_bytes()).grids
    assert grid.rows[1:] == [["甘乐然", "#N/A", "#DIV/0!"], ["苗雨", "苗雨班", 2], ["石川", "一班", 3]]
    assert grid.hidden_rows == {3} and other.rows == [["x"]]


OLD = xls([["姓名", "电话"], ["甘乐然", 1]])


@settings(max_examples=40)
@given(st.integers(0, len(OLD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_old_workbook_is_read_or_refused_in_plain_words(place, noise):
    with suppress(UnreadableSheet):
        read_book(OLD[:place] + noise + OLD[place + len(noise) :])


@given(st.data())
def test_the_tables_of_a_damaged_old_workbook_end(data):
    content = bytearray(OLD)
    for _number in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(24, 1023))] = data.draw(st.integers(0, 255))
    with suppress(UnreadableSheet):
        assert particulars_of_old(bytes(content)) is not None


def test_a_blank_cell_far_below_is_no_height():
    content = edited(
        xlsx(ROWS), SHEET, "</sheetData>", '<row r="1048576"><c r="A1048576" t="str"><v> </v></c></row></sheetData>'
    )
    grid = read_book(content).grids[0]
    assert grid.height == len(grid.rows) == 3
    assert read_heads(content, 1).grids[0].height == 3


def test_only_the_first_rows_are_answered_when_no_more_are_wanted():
    whole, head = (read(xlsx([["a" * 300, "b"]] * 50)) for read in (read_book, lambda content: read_heads(content, 4)))
    assert (head.grids[0].height, len(head.grids[0].rows)) == (50, 4) == (whole.grids[0].height, 4)
    assert [len(row[0]) for row in head.grids[0].rows] == [200] * 4
    text = ("a,b\n" * 50).encode()
    assert (read_heads(text, 4).grids[0].height, len(read_heads(text, 4).grids[0].rows)) == (50, 4)


def test_entities_and_measureless_cells_are_refused():
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet '
    content = edited(edited(xlsx(ROWS), SHEET, "<worksheet ", bomb), SHEET, '<row r="2" ', '<row r="2" hidden="1" ')
    assert fault_of(content) is SheetFault.CORRUPT
    assert fault_of(xlsx([["a", "b"], ["x" * 30_000, "y"]]), Limits(cell_characters=20_000)) is SheetFault.CELL_TOO_LONG
    assert fault_of(xlsx([["a" * 900, "b"]] * 20), Limits(characters=10_000)) is SheetFault.TOO_MUCH_TEXT
    many = xlsx(ROWS, other_sheets={f"S{number}": ROWS for number in range(5)})
    assert fault_of(many, Limits(sheets=5)) is SheetFault.TOO_MANY_SHEETS
