import pytest
from hypothesis import given

from santong.lib.identity_numbers import IdentityNumber
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import right
from santong.lib.roll_numbers import RollKind, RollNumber, parse_roll_number
from santong.lib.tests.invented import identity
from santong.lib.tests.test_identity_numbers import IN_ZEROS, cells

WHOLE = identity(7)


@pytest.mark.parametrize("letter", ["G", "J"])
def test_a_number_with_a_check_digit(letter):
    reading = parse_roll_number(letter + WHOLE)
    assert reading == right(RollNumber(letter + WHOLE))
    assert reading.value.kind is RollKind(letter)
    assert reading.value.identity_number == (IdentityNumber(WHOLE) if letter == "G" else None)
    assert (
        parse_roll_number(letter + WHOLE[:-1] + str((int(WHOLE[-1], 11) + 1) % 10)).problem is Problem.WRONG_CHECK_DIGIT
    )


def test_a_temporary_number_has_no_check_digit():
    assert parse_roll_number("L990102201609034321").value.kind is RollKind.TEMPORARY


def test_spelling():
    assert parse_roll_number(f" ｇ{WHOLE} ").value == RollNumber("G" + WHOLE)
    assert Tidying.LETTER_CASE in parse_roll_number(f"g{WHOLE}").tidied


def test_the_letter_is_proposed_but_not_added():
    reading = parse_roll_number(WHOLE)
    assert (reading.value, reading.problem) == (None, Problem.ROLL_PREFIX_MISSING)
    assert reading.proposal == RollNumber("G" + WHOLE)
    assert parse_roll_number(float(WHOLE)).problem is Problem.DIGITS_LOST
    assert parse_roll_number(float(WHOLE)).proposals == ()


def test_zeros_at_the_end_are_right_behind_a_letter():
    assert parse_roll_number("G" + IN_ZEROS).value == RollNumber("G" + IN_ZEROS)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("A" + WHOLE, Problem.ROLL_PREFIX_UNKNOWN),
        ("G" + WHOLE[:-1], Problem.TOO_SHORT),
        ("J" + WHOLE + "1", Problem.TOO_LONG),
        ("L99010220160903432A", Problem.WRONG_CHARACTERS),
        ("待办", Problem.ROLL_PREFIX_UNKNOWN),
    ],
)
def test_what_is_wrong(written, problem):
    reading = parse_roll_number(written)
    assert (reading.problem, reading.proposals) == (problem, ())


def test_its_representation_is_masked():
    assert WHOLE[4:14] not in repr(parse_roll_number("G" + WHOLE))


@given(cells)
def test_no_cell_makes_it_fail(cell):
    parse_roll_number(cell)
