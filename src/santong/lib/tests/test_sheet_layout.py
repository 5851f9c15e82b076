"""Everything schools do to a table, in invented files: no row may vanish without a reason."""

import pytest

from santong.lib.sheets.books import read_book
from santong.lib.sheets.faults import SheetFault, UnreadableSheet
from santong.lib.sheets.grid import Book, Grid
from santong.lib.sheets.headers import header_at
from santong.lib.sheets.layout import Layout, lay_out, lay_out_book, remap
from santong.lib.sheets.rows import RowKind
from santong.lib.tests.invented import PUPIL_HEADINGS, pupil, xlsx
from santong.lib.tests.pupil_rows import PUPIL_FIELDS, fields

FIELDS = fields("serial", "name", "sex", "identity_number", "birth_date", "class")
HEADINGS = ["序号", *PUPIL_HEADINGS]


def numbered(serial: int) -> list:
    return [serial, *pupil(serial)]


def laid_out(rows, merges=(), wanted=FIELDS) -> Layout:
    return lay_out_book(read_book(xlsx(rows, merges)), wanted)[0]


def kind_under_headings(row, *, before=True, after=True) -> RowKind:
    rows = [HEADINGS, *([numbered(1)] if before else []), row, *([numbered(2)] if after else [])]
    return laid_out(rows).kinds[2 if before else 1]


def test_a_table_with_everything_around_it():
    rows = [
        ["清水小学2026年秋季学生花名册"],
        ["填报单位:", "", "", "", "填报日期:2026.9.1"],
        HEADINGS,
        numbered(1),
        [],
        numbered(2),
        HEADINGS,
        numbered(3),
        ["小计", 3],
        numbered(4),
        [5],
        ["合计", "4人"],
        ["校长签字:", "", "", "填表人:甘乐然"],
        ["注:本表一式两份"],
    ]
    layout = laid_out(rows, ["A1:F1"])
    assert layout.counts() == {
        RowKind.TITLE: 2,
        RowKind.HEADER: 1,
        RowKind.DATA: 4,
        RowKind.BLANK: 1,
        RowKind.REPEATED_HEADER: 1,
        RowKind.NUMBERED_BLANK: 1,
        RowKind.TOTAL: 2,
        RowKind.FOOTER: 2,
    }
    assert layout.stated_totals() == {8: 3, 11: 4}
    assert [row.index for row in layout.data_rows()] == [3, 5, 7, 9]
    assert len(layout.kinds) == len(rows)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["合计", 428], RowKind.TOTAL),
        (["合 计", "", "", "", "", "428人"], RowKind.TOTAL),
        (["", "总计：428"], RowKind.TOTAL),
        (["本页小计", 20], RowKind.TOTAL),
        (["男生人数", 20], RowKind.TOTAL),
        (["校长签字:"], RowKind.FOOTER),
        (["校长（签章）：", "", "", "日期："], RowKind.FOOTER),
        (["填表人：甘乐然", "", "审核人：苗雨"], RowKind.FOOTER),
        (["备注：转入学生已登记"], RowKind.FOOTER),
        (["一年级(1)班"], RowKind.SECTION),
        (["", "", "", "", ""], RowKind.BLANK),
        ([" ", "\u3000"], RowKind.BLANK),
        ([17], RowKind.NUMBERED_BLANK),
        (["17"], RowKind.NUMBERED_BLANK),
    ],
)
def test_rows_that_are_no_data(row, kind):
    assert kind_under_headings(row) is kind


@pytest.mark.parametrize(
    "row",
    [
        ["", "甘乐然"],
        [9, "甘乐然"],
        [9, "", "", "990102201609030153"],
        [9, "", "男", "", "2016-09-03", "1班"],
        ["合计", *pupil()],
        [9, "日期", "男", "990102201609030153", "2016-09-03", "1班"],
        [9, "姓名", "男", "990102201609030153", "2016-09-03", "1班"],
    ],
)
def test_rows_that_must_not_vanish(row):
    assert kind_under_headings(row) is RowKind.DATA


def test_a_group_heading_is_passed_on_to_its_rows():
    layout = laid_out([HEADINGS, ["一年级(1)班"], numbered(1), numbered(2), ["一年级(2)班"], numbered(3)], ["A2:F2"])
    assert [row.section for row in layout.data_rows()] == ["一年级(1)班", "一年级(1)班", "一年级(2)班"]


def test_a_lone_text_below_the_table_is_a_note():
    assert kind_under_headings(["此表由教务处提供"], after=False) is RowKind.FOOTER


def test_a_merged_class_counts_for_all_its_rows_and_a_merged_number_does_not():
    rows = [PUPIL_HEADINGS, pupil(1), pupil(2), pupil(3)]
    layout = laid_out(rows, ["E2:E4", "C2:C3"])
    assert [row.cells["class"] for row in layout.data_rows()] == ["四年级(2)班"] * 3
    assert [bool(row.cells["identity_number"]) for row in layout.data_rows()] == [True, False, True]


def test_the_fitting_sheets_are_chosen_and_hidden_ones_left():
    content = xlsx(
        [["说明"], ["请按要求填写"]],
        other_sheets={
            "一年级": [PUPIL_HEADINGS, pupil(1)],
            "二年级": [PUPIL_HEADINGS, pupil(2), pupil(3)],
            "旧": [PUPIL_HEADINGS],
        },
        hidden=["旧"],
    )
    assert [layout.grid.name for layout in lay_out_book(read_book(content), FIELDS)] == ["二年级", "一年级"]
    only_hidden = xlsx([["说明"]], other_sheets={"旧": [PUPIL_HEADINGS, pupil()]}, hidden=["旧"])
    assert [layout.grid.name for layout in lay_out_book(read_book(only_hidden), FIELDS)] == ["旧"]


def test_without_headings_the_message_gives_examples():
    with pytest.raises(UnreadableSheet) as caught:
        lay_out_book(Book((Grid("", [["甘乐然", "男"]]),)), PUPIL_FIELDS)
    assert caught.value.fault is SheetFault.NO_HEADER
    assert "姓名" in str(caught.value)


def test_a_person_may_assign_columns_and_choose_the_header():
    layout = laid_out([["姓名", "性别", "代号"], ["甘乐然", "男", "990102201609030153"]], wanted=PUPIL_FIELDS)
    assert "identity_number" in layout.missing_fields
    mapped = remap(layout, {2: "identity_number", 1: None})
    assert next(mapped.data_rows()).cells == {"name": "甘乐然", "identity_number": "990102201609030153"}
    moved = remap(mapped, {0: "identity_number"})
    assert dict(moved.column_of) == {"identity_number": 0}
    chosen = lay_out(layout.grid, header_at(layout.grid, PUPIL_FIELDS, 1, 1), PUPIL_FIELDS)
    assert chosen.kinds == (RowKind.TITLE, RowKind.HEADER)
