import pytest

from santong.lib.sheets.columns import plain_heading, propose_columns
from santong.lib.sheets.grid import Grid, Merge
from santong.lib.sheets.headers import find_header
from santong.lib.tests.pupil_rows import PUPIL_FIELDS, STAFF_FIELDS, fields


def proposed(headings, wanted=PUPIL_FIELDS):
    return [column.field for column in propose_columns([[heading] for heading in headings], wanted)]


def grid(*rows, merges=()):
    return Grid("", [list(row) for row in rows], tuple(merges))


@pytest.mark.parametrize("heading", ["姓 名", "＊姓名", "姓名：", "学生姓名", "姓　名\n", "姓名（必填）"])
def test_spellings_of_a_heading(heading):
    assert proposed([heading]) == ["name"]


def test_plain_heading():
    assert plain_heading("＊姓　名：\n") == "姓名"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("身份证件号码", "identity_number"),
        ("身份证号(18位)", "identity_number"),
        ("出生年月", "birth_date"),
        ("出生日期(yyyy-mm-dd)", "birth_date"),
        ("年级班级", "class"),
        ("家长", "guardian_name"),
        ("联系电话", "guardian_phone"),
        ("全国学籍号", "roll_number"),
        ("学生民族", "ethnic_group"),
        ("家庭住址", None),
        ("座位", None),
        ("", None),
    ],
)
def test_headings_of_a_pupils_sheet(heading, field):
    assert proposed([heading]) == [field]


def test_the_guardians_name_is_not_the_pupils():
    assert proposed(["监护人姓名", "姓名"]) == ["guardian_name", "name"]
    assert proposed(["父亲姓名", "姓名"])[1] == "name"


def test_no_field_is_proposed_twice_and_the_rest_is_offered():
    columns = propose_columns([["联系电话"], ["联系电话"]], PUPIL_FIELDS)
    assert [column.field for column in columns] == ["guardian_phone", None]
    assert "guardian_phone" in columns[1].alternatives


def test_headings_of_a_teachers_sheet():
    headings = ["学校标识码", "教师姓名", "性别", "证件号", "任教学科", "职务", "手机", " 是否在编"]
    assert proposed(headings, STAFF_FIELDS) == [each.name for each in STAFF_FIELDS]


def test_the_header_below_titles():
    found = find_header(
        grid(["某校名册", "", ""], ["日期:2026.9.1", "", ""], ["姓名", "性别", "班级"], ["甘", "男", "1班"]),
        PUPIL_FIELDS,
    )
    assert (found.first, found.last) == (2, 2)


def test_a_header_of_two_rows_with_merged_groups():
    found = find_header(
        grid(
            ["姓名", "班级", "监护人", "", "性别"],
            ["", "", "姓名", "电话", ""],
            ["甘乐然", "1班", "甘宁", 13800001234, "男"],
            merges=[Merge(0, 0, 1, 0), Merge(0, 1, 1, 1), Merge(0, 2, 0, 3), Merge(0, 4, 1, 4)],
        ),
        PUPIL_FIELDS,
    )
    assert (found.first, found.last) == (0, 1)
    assert [column.field for column in found.columns] == ["name", "class", "guardian_name", "guardian_phone", "sex"]


def test_a_header_of_one_row_does_not_swallow_the_first_pupil():
    found = find_header(grid(["姓名", "性别", "班级"], ["甘乐然", "男", "1班"], ["苗雨", "女", "1班"]), PUPIL_FIELDS)
    assert (found.first, found.last) == (0, 0)


def test_no_header():
    assert find_header(grid(["甘乐然", "男"], ["苗雨", "女"]), PUPIL_FIELDS) is None
    assert find_header(grid(), PUPIL_FIELDS) is None
    assert find_header(grid(["姓名"], ["甘乐然"]), fields("name", "sex")) is None
