"""The four sheets as schools sent them: every row counted, nothing taken wrongly.

The folder is no part of the repository: SANTONG_ROSTERS names it, or it lies beside the checkout.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from santong.lib.identity_numbers import IdentityNumber
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import Reading
from santong.lib.sheets.books import read_book
from santong.lib.sheets.layout import Layout, lay_out_book
from santong.lib.sheets.repeats import find_repeats
from santong.lib.sheets.rows import RowKind
from santong.lib.tests.pupil_rows import PUPIL_FIELDS, STAFF_FIELDS, read_pupil, read_staff

_BESIDE_CHECKOUT = Path(__file__).resolve().parents[5] / "shared" / "data" / "rosters"
ROSTERS = Path(os.environ.get("SANTONG_ROSTERS", _BESIDE_CHECKOUT))
pytestmark = pytest.mark.skipif(not ROSTERS.is_dir(), reason=f"NO ROSTERS: set SANTONG_ROSTERS, {ROSTERS} is no folder")


def _layout(start: str, fields=PUPIL_FIELDS) -> Layout:
    path = next(each for each in ROSTERS.iterdir() if each.name.startswith(start))
    layouts = lay_out_book(read_book(path.read_bytes()), fields)
    assert len(layouts) == 1
    return layouts[0]


def _readings(layout: Layout, read=read_pupil) -> dict[int, dict[str, Reading]]:
    """Row number as people see it to readings."""
    return {row.index + 1: read(row.cells) for row in layout.data_rows()}


def _problems(rows: dict[int, dict[str, Reading]]) -> Counter:
    return Counter((name, reading.problem) for row in rows.values() for name, reading in row.items() if reading.problem)


@pytest.mark.parametrize(("start", "count", "confirmed"), [("大校名册", 3027, 2), ("学生名册-规范", 761, 0)])
def test_a_clean_sheet_is_taken_whole(start, count, confirmed):
    layout = _layout(start)
    assert layout.counts() == {RowKind.HEADER: 1, RowKind.DATA: count}
    rows = _readings(layout)
    assert not _problems(rows)
    assert not any(row["identity_number"].is_empty or row["class"].is_empty for row in rows.values())
    tidied = Counter(step for row in rows.values() for step in row["identity_number"].tidied)
    assert tidied == ({Tidying.CONFIRMED: confirmed} if confirmed else {})
    assert not find_repeats([{"id": row["identity_number"].value} for row in rows.values()], "id")
    for row in rows.values():
        number = row["identity_number"].value
        assert number.birth_date == row["birth_date"].value.as_date
        assert number.sex is row["sex"].value
        assert number == row["roll_number"].value.identity_number


def test_the_messy_sheet_is_laid_out():
    layout = _layout("学生花名册")
    assert (layout.header.first, layout.header.last) == (2, 2)
    assert layout.counts() == {
        RowKind.TITLE: 2,
        RowKind.HEADER: 1,
        RowKind.DATA: 433,
        RowKind.BLANK: 7,
        RowKind.TOTAL: 1,
        RowKind.FOOTER: 1,
    }
    assert [index + 1 for index, kind in layout.left_out() if kind is RowKind.BLANK] == [
        29,
        94,
        179,
        249,
        319,
        418,
        443,
    ]
    assert layout.stated_totals() == {443: 428}
    assert layout.missing_fields == ("roll_number", "grade")


def test_every_doubt_of_the_messy_sheet_is_named():
    rows = _readings(_layout("学生花名册"))
    assert _problems(rows) == {
        ("identity_number", Problem.DIGITS_LOST): 21,
        ("identity_number", Problem.TOO_SHORT): 7,
        ("identity_number", Problem.WRONG_CHECK_DIGIT): 19,
    }
    missing = [number for number, row in rows.items() if row["identity_number"].is_empty]
    assert missing == [38, 66, 140, 142, 205, 229]
    taken = [row for row in rows.values() if row["identity_number"].value]
    assert len(taken) == 380
    assert Counter(step for row in taken for step in row["identity_number"].tidied) == {
        Tidying.FULL_WIDTH: 7,
        Tidying.SPACES: 10,
        Tidying.LETTER_CASE: 2,
    }
    for row in taken:
        number = row["identity_number"].value
        assert number.sex is row["sex"].value
        assert row["birth_date"].is_empty or row["birth_date"].value.agrees_with(number.birth_date)


def test_a_number_that_lost_digits_is_never_guessed():
    rows = _readings(_layout("学生花名册"))
    damaged = [row["identity_number"] for row in rows.values() if row["identity_number"].problem]
    assert len(damaged) == 47
    assert all(reading.value is None and not reading.proposals for reading in damaged)
    trap = rows[313]["identity_number"]  # written out, this float would even have a right check digit
    assert trap.problem is Problem.DIGITS_LOST


def test_the_messy_sheet_in_other_respects():
    rows = _readings(_layout("学生花名册"))
    spaced = sum(Tidying.SPACES in row["name"].tidied for row in rows.values())
    assert spaced == 129
    assert Counter(row["note"].value for row in rows.values() if row["note"].value) == {
        "transferred_in": 4,
        "transferred_out": 2,
        "inclusive": 1,
    }
    classes = Counter((row["class"].value.grade, row["class"].value.number) for row in rows.values())
    assert len(classes) == 12
    assert (
        sum(row["birth_date"].value is not None and row["birth_date"].value.day is None for row in rows.values()) == 219
    )
    assert sum(Tidying.NUMBER_CELL in row["guardian_phone"].tidied for row in rows.values()) == 208


def test_five_pupils_stand_twice_and_the_stated_total_is_then_right():
    layout = _layout("学生花名册")
    rows = _readings(layout)
    values = [{name: reading.value for name, reading in row.items()} for row in rows.values()]
    repeats = find_repeats(values, "identity_number")
    numbers = list(rows)
    assert [numbers[repeat.position] for repeat in repeats] == [11, 48, 164, 312, 323]
    assert all(repeat.is_harmless for repeat in repeats)
    assert len(rows) - len(repeats) == layout.stated_totals()[443]


def test_the_teachers_table_is_taken_whole():
    layout = _layout("教师", STAFF_FIELDS)
    assert layout.counts() == {RowKind.HEADER: 1, RowKind.DATA: 96}
    assert not layout.missing_fields
    rows = _readings(layout, read_staff)
    assert not _problems(rows)
    assert all(isinstance(row["identity_number"].value, IdentityNumber) for row in rows.values())
    assert all(row["identity_number"].tidied == (Tidying.SPACES,) for row in rows.values())
    assert rows[2]["subjects"].value == ("语文", "道德与法治")
    assert rows[22]["subjects"].value == ("数学", "科学")
    assert Counter(row["on_establishment"].value for row in rows.values()) == {True: 66, False: 30}
    assert all(row["identity_number"].value.sex is row["sex"].value for row in rows.values())
