from hypothesis import given

from santong.lib.problems import Problem, Tidying
from santong.lib.school_codes import SCHOOL_CATEGORIES, SchoolCode, parse_school_code
from santong.lib.tests.test_identity_numbers import cells


def test_a_code():
    assert parse_school_code("2199000001").value == SchoolCode("2199000001")
    assert parse_school_code("2199000001").is_clean
    assert SCHOOL_CATEGORIES[SchoolCode("2199000001").category] == "普通小学"


def test_a_number_cell_holds_it_without_loss():
    assert parse_school_code(2199000001.0).value == SchoolCode("2199000001")
    assert parse_school_code(2199000001.0).tidied == (Tidying.NUMBER_CELL,)


def test_what_is_wrong():
    assert parse_school_code("219900001").problem is Problem.TOO_SHORT
    assert parse_school_code("21990000011").problem is Problem.TOO_LONG
    assert parse_school_code("2.2E+09").problem is Problem.WRONG_CHARACTERS
    assert parse_school_code("7199000001").problem is Problem.UNKNOWN_SCHOOL_CATEGORY


@given(cells)
def test_no_cell_makes_it_fail(cell):
    parse_school_code(cell)
