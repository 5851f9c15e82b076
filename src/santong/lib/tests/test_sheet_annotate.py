import io
import zipfile
from datetime import date, time

from openpyxl import load_workbook

from santong.lib.identity_numbers import parse_identity_number
from santong.lib.problems import Problem
from santong.lib.sheets.annotate import AnnotatedSheet, Remark, Severity, write_annotated
from santong.lib.sheets.books import read_book
from santong.lib.sheets.grid import Grid, Merge
from santong.lib.tests.invented import identity

TRAP = 992016201611104128.0  # written out it has a right check digit


def annotated(grid: Grid, *remarks: Remark, header_row: int = 0) -> bytes:
    target = io.BytesIO()
    write_annotated([AnnotatedSheet(grid, remarks, header_row)], target, heading="问题")
    return target.getvalue()


def test_the_copy_reads_back_as_the_original_with_one_more_column():
    rows = [
        ["名册", "", ""],
        ["姓名", "日期", "身份证号"],
        ["甘乐然", date(2016, 9, 3), identity()],
        ["苗雨", 1.5, TRAP],
        ["", True, "=1+1"],
        ["http://x.cn", time(8, 30), float("nan")],
    ]
    remark = Remark(3, 2, Severity.DOUBTFUL, "位数丢失")
    copy = read_book(annotated(Grid("学生", rows, (Merge(0, 0, 0, 2),)), remark, header_row=1)).grids[0]
    assert [row[:3] for row in copy.rows[:5]] == rows[:5]
    assert copy.rows[5][:3] == ["http://x.cn", time(8, 30), "nan"]
    assert [row[3] for row in copy.rows] == ["", "问题", "", "位数丢失", "", ""]
    assert copy.merges == (Merge(0, 0, 0, 2),)
    assert copy.name == "学生"


def test_a_damaged_number_stays_damaged_in_the_copy():
    copy = read_book(annotated(Grid("", [["身份证号"], [TRAP]]))).grids[0]
    assert parse_identity_number(copy.rows[1][0]).problem is Problem.DIGITS_LOST


def test_cells_are_coloured_and_commented():
    content = annotated(
        Grid("a/b", [["姓名", "性别"], ["甘", ""], ["", ""]]),
        Remark(1, 0, Severity.CORRECTED, "空格"),
        Remark(1, 0, Severity.DOUBTFUL, "只有一个字"),
        Remark(1, 1, Severity.DOUBTFUL, "缺性别"),
        Remark(2, None, Severity.LEFT_OUT, "空行"),
    )
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet.title == "ab"
    assert sheet["A2"].comment.text == "空格\n只有一个字"
    assert sheet["A2"].fill.fgColor.rgb == sheet["B2"].fill.fgColor.rgb == "FFFFE3A3"
    assert sheet["A3"].fill.fgColor.rgb == "FFE3E6EA"
    assert sheet["C2"].value == "空格\n只有一个字\n缺性别"
    assert sheet["C3"].value == "空行"


def test_texts_never_become_formulas():
    content = annotated(Grid("", [["备注"], ["=HYPERLINK(1)"], ["@x"], ["{=1}"]]))
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")


def test_an_empty_sheet():
    assert read_book(annotated(Grid("", []))).grids[0].rows == []


def test_several_sheets_and_only_some_rows():
    target = io.BytesIO()
    grids = [Grid("一班", [["姓名"], ["甘"], ["苗"]]), Grid("一班:", [["名册"], ["姓名"], ["乙"]])]
    first = AnnotatedSheet(grids[0], [Remark(2, 0, Severity.DOUBTFUL, "短")], 0, frozenset({0, 2}))
    write_annotated([first, AnnotatedSheet(grids[1], [], 1)], target, heading="问题")
    copies = read_book(target.getvalue()).grids
    assert [copy.name for copy in copies] == ["一班", "一班~2"]
    assert copies[0].rows == [["姓名", "问题"], ["苗", "短"]]
    assert copies[1].rows == [["名册", ""], ["姓名", "问题"], ["乙", ""]]
