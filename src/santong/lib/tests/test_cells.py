from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.cells import FORMULA_MARK, CellKind, error_in, is_formula, kind_of, text_of, tidy_code, tidy_text
from santong.lib.tests.test_identity_numbers import cells


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, CellKind.EMPTY, ""),
        ("", CellKind.EMPTY, ""),
        ("甘", CellKind.TEXT, "甘"),
        (15000054179.0, CellKind.NUMBER, "15000054179"),
        (1.5, CellKind.NUMBER, "1.5"),
        (9.917082018071825e17, CellKind.NUMBER, "9.91708201807182E+17"),
        (991708201807182464, CellKind.NUMBER, "9.91708201807182E+17"),
        (float("inf"), CellKind.NUMBER, "inf"),
        (True, CellKind.BOOLEAN, "True"),
        (date(2015, 9, 1), CellKind.DATE, "2015-09-01"),
        (datetime.fromisoformat("2015-09-01T00:00"), CellKind.DATE, "2015-09-01"),
        (time(8, 30), CellKind.TIME, "08:30:00"),
        (timedelta(hours=1), CellKind.TIME, "1:00:00"),
    ],
)
def test_kind_and_text(value, kind, text):
    assert (kind_of(value), text_of(value)) == (kind, text)


@given(st.text("0123456789Xx０Ｘ甘\u3000 \t'’\u200b\ufeff-"))
def test_tidying_twice_changes_nothing_more(text):
    for tidy in (tidy_text, tidy_code):
        once, done = tidy(text)
        assert tidy(once) == (once, ())
        assert (once == text) == (not done)


@pytest.mark.parametrize("written", ['="0012x"', "'0012x", "' 0012x '", "'=\"0012x\"'", " 00 12x"])
def test_a_code_in_its_wrappings(written):
    assert tidy_code(written)[0] == "0012X"


@given(cells)
def test_no_cell_makes_it_fail(cell):
    assert tidy_text(cell)[0] == tidy_text(cell)[0].strip()
    assert kind_of(cell) in CellKind
    tidy_code(cell)


def test_errors_and_formulas_without_value_are_told_from_texts():
    assert [error_in(each) for each in ("#N/A", " #REF! ", "Err:502", "#一班", "Err", "E", "", None, 1.0)] == [
        "#N/A", "#REF!", "Err:502", "", "", "", "", "", "",
    ]  # fmt: skip
    assert is_formula(f"{FORMULA_MARK}=A2&B2")
    assert not any(map(is_formula, ("=A2", '="0012"', "甘", FORMULA_MARK, None, 1)))


def test_radicals_and_invisible_characters_in_other_texts():
    assert tidy_text("⼆年级\u3164⻓江班")[0] == "二年级长江班"
