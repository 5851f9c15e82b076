"""Four sheets as schools send them: every row counted, nothing taken wrongly."""

from collections import Counter

import pytest

from santong.lib.identity_numbers import IdentityNumber
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading
from santong.lib.sheets.books import read_book
from santong.lib.sheets.layout import Layout, lay_out_book
from santong.lib.sheets.repeats import find_repeats
from santong.lib.sheets.rows import RowKind
from santong.lib.tests import rosters
from santong.lib.tests.pupil_rows import PUPIL_FIELDS, STAFF_FIELDS, read_pupil, read_staff


def _layout(content: bytes, fields=PUPIL_FIELDS) -> Layout:
    layouts = lay_out_book(read_book(content), fields)
    assert len(layouts) == 1
    return layouts[0]


def _readings(layout: Layout, read=read_pupil) -> dict[int, dict[str, Reading]]:
    """Row number as people see it to readings."""
    return {row.index + 1: read(row.cells) for row in layout.data_rows()}


def _problems(rows: dict[int, dict[str, Reading]]) -> Counter:
    return Counter((name, reading.problem) for row in rows.values() for name, reading in row.items() if reading.problem)


def test_the_invented_rosters_are_the_same_each_time():
    assert rosters.pupils(40, grades=6, classes=2, seed=1) == rosters.pupils(40, grades=6, classes=2, seed=1)
    assert all(
        "测" in each.name and each.number.startswith("99") for each in rosters.pupils(90, grades=6, classes=2, seed=1)
    )


@pytest.mark.parametrize(("make", "count"), [(rosters.large, 420), (rosters.clean, 240)])
def test_a_clean_sheet_is_taken_whole(make, count):
    layout = _layout(make())
    assert layout.counts() == {RowKind.HEADER: 1, RowKind.DATA: count}
    rows = _readings(layout)
    assert not _problems(rows)
    assert not any(row["identity_number"].is_empty or row["class"].is_empty for row in rows.values())
    assert not any(row["identity_number"].tidied for row in rows.values())
    assert not find_repeats([{"id": row["identity_number"].value} for row in rows.values()], "id")
    for row in rows.values():
        number = row["identity_number"].value
        assert number.birth_date == row["birth_date"].value.as_date
        assert number.sex is row["sex"].value
        assert number == row["roll_number"].value.identity_number


def test_the_messy_sheet_is_laid_out():
    sheet = rosters.messy()
    layout = _layout(sheet.content)
    assert (layout.header.first, layout.header.last) == (2, 2)
    assert layout.counts() == {
        RowKind.TITLE: 2,
        RowKind.HEADER: 1,
        RowKind.DATA: sheet.rows,
        RowKind.BLANK: len(sheet.blank),
        RowKind.TOTAL: 1,
        RowKind.FOOTER: 1,
    }
    assert [index + 1 for index, kind in layout.left_out() if kind is RowKind.BLANK] == sheet.blank
    assert layout.stated_totals() == {sheet.total_row - 1: sheet.pupils}
    assert layout.missing_fields == ("roll_number", "grade")


def test_every_doubt_of_the_messy_sheet_is_named():
    sheet = rosters.messy()
    rows = _readings(_layout(sheet.content))
    assert _problems(rows) == {
        ("identity_number", Problem.DIGITS_LOST): sheet.digits_lost,
        ("identity_number", Problem.TOO_SHORT): sheet.too_short,
        ("identity_number", Problem.WRONG_CHECK_DIGIT): sheet.wrong_check,
    }
    assert [number for number, row in rows.items() if row["identity_number"].is_empty] == sheet.without_number
    taken = [row for row in rows.values() if row["identity_number"].value]
    assert Counter(step for row in taken for step in row["identity_number"].tidied) == {
        Tidying.FULL_WIDTH: 2,
        Tidying.SPACES: 2,
    }
    for row in taken:
        number = row["identity_number"].value
        assert number.sex is row["sex"].value
        assert row["birth_date"].is_empty or row["birth_date"].value.agrees_with(number.birth_date)


def test_a_number_that_lost_digits_is_never_guessed():
    sheet = rosters.messy()
    rows = _readings(_layout(sheet.content))
    damaged = [row["identity_number"] for row in rows.values() if row["identity_number"].problem]
    assert len(damaged) == sheet.digits_lost + sheet.too_short + sheet.wrong_check
    assert all(reading.value is None and not reading.proposals for reading in damaged)
    assert rows[sheet.trap]["identity_number"].problem is Problem.DIGITS_LOST


def test_the_messy_sheet_in_other_respects():
    sheet = rosters.messy()
    rows = _readings(_layout(sheet.content))
    assert sum(Tidying.SPACES in row["name"].tidied for row in rows.values()) == sheet.spaced_names
    assert Counter(row["note"].value for row in rows.values() if row["note"].value) == sheet.notes
    assert len(Counter((row["class"].value.grade, row["class"].value.number) for row in rows.values())) == 12
    dates = [row["birth_date"].value for row in rows.values()]
    assert sum(day is not None and day.day is None for day in dates) == sheet.partial_dates
    assert sum(Tidying.NUMBER_CELL in row["guardian_phone"].tidied for row in rows.values()) == sheet.phone_numbers


def test_the_pupils_who_stand_twice_make_the_stated_total_right():
    sheet = rosters.messy()
    layout = _layout(sheet.content)
    rows = _readings(layout)
    values = [{name: reading.value for name, reading in row.items()} for row in rows.values()]
    repeats = find_repeats(values, "identity_number")
    numbers = list(rows)
    assert [numbers[repeat.position] for repeat in repeats] == sheet.repeats
    assert all(repeat.is_harmless for repeat in repeats)
    assert len(rows) - len(repeats) == layout.stated_totals()[sheet.total_row - 1]


def test_the_teachers_table_is_taken_whole():
    layout = _layout(rosters.teachers(), STAFF_FIELDS)
    assert layout.counts() == {RowKind.HEADER: 1, RowKind.DATA: 40}
    assert not layout.missing_fields
    rows = _readings(layout, read_staff)
    assert not _problems(rows)
    assert all(isinstance(row["identity_number"].value, IdentityNumber) for row in rows.values())
    assert all(row["identity_number"].tidied == (Tidying.SPACES,) for row in rows.values())
    assert rows[2]["subjects"].value == ("语文", "道德与法治")
    assert rows[3]["subjects"].value == ("数学", "科学")
    assert Counter(row["on_establishment"].value for row in rows.values()) == {True: 30, False: 10}
    assert all(row["identity_number"].value.sex is row["sex"].value for row in rows.values())
