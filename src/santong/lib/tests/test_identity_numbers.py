from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.cells import text_of
from santong.lib.identity_numbers import (
    ColumnTrust,
    IdentityNumber,
    column_was_numeric,
    confirm_by_roll_number,
    disagreements,
    make_identity_number,
    mask_identity_number,
    parse_identity_number,
    trust_in_column,
)
from santong.lib.problems import Problem, Tidying
from santong.lib.readings import doubtful, right
from santong.lib.sexes import Sex
from santong.lib.tests.invented import identity

WHOLE = identity(7)
WITH_X = next(number for number in map(identity, range(100)) if number.endswith("X"))
IN_ZEROS = next(
    number
    for day in range(3000)
    for serial in (50, 100, 150, 200)
    if (number := identity(serial, born=date(2008, 1, 1) + timedelta(days=day), sex=Sex.FEMALE)).endswith("000")
)
invented = st.builds(
    make_identity_number,
    st.integers(0, 9999).map(lambda n: f"99{n:04}"),
    st.dates(date(1950, 1, 1), date(2020, 12, 31)),
    st.sampled_from([Sex.MALE, Sex.FEMALE]),
    st.integers(0, 499),
)
cells = st.one_of(
    st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times()
)


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        (WHOLE, ()),
        (f"\t{WHOLE}", (Tidying.SPACES,)),
        (f" {WHOLE[:6]} {WHOLE[6:14]} {WHOLE[14:]} ", (Tidying.SPACES,)),
        (f"\ufeff{WHOLE}\u200b", (Tidying.SPACES,)),
        (f"'{WHOLE}", (Tidying.QUOTES,)),
        (f'="{WHOLE}"', (Tidying.QUOTES,)),
        (f"{WHOLE[:6]}-{WHOLE[6:14]}-{WHOLE[14:]}", (Tidying.SEPARATORS,)),
        ("".join(chr(ord(digit) + 0xFEE0) for digit in WHOLE), (Tidying.FULL_WIDTH,)),
    ],
)
def test_spellings_of_a_right_number(written, tidied):
    assert parse_identity_number(written) == right(IdentityNumber(WHOLE), *tidied)


def test_small_x_and_letters_that_look_like_it():
    for ending, step in (("x", Tidying.LETTER_CASE), ("Ｘ", Tidying.FULL_WIDTH), ("Х", Tidying.SEPARATORS)):
        assert parse_identity_number(WITH_X[:-1] + ending) == right(IdentityNumber(WITH_X), step)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (float(WHOLE), Problem.DIGITS_LOST),
        (int(WHOLE), Problem.DIGITS_LOST),
        ("9.90102E+17", Problem.DIGITS_LOST),
        ("9.90102201609030E+17", Problem.DIGITS_LOST),
        (f"{WHOLE}.0", Problem.DIGITS_LOST),
        (WHOLE[:17], Problem.TOO_SHORT),
        (WHOLE[:16], Problem.TOO_SHORT),
        (WHOLE + "0", Problem.TOO_LONG),
        (WHOLE[:14] + "000" + WHOLE[17], Problem.WRONG_CHECK_DIGIT),
        ("990102209909030153", Problem.IMPOSSIBLE_BIRTH_DATE),
        ("990102201602300153", Problem.IMPOSSIBLE_BIRTH_DATE),
        ("110105491331002", Problem.OLD_IDENTITY_NUMBER),
        ("未办理", Problem.WRONG_CHARACTERS),
        ("H12345678", Problem.WRONG_CHARACTERS),
        (True, Problem.WRONG_CHARACTERS),
    ],
)
def test_what_cannot_be_put_right_has_no_proposal(written, problem):
    reading = parse_identity_number(written)
    assert (reading.value, reading.problem, reading.proposals) == (None, problem, ())


def test_zeros_at_the_end_are_cut_digits_or_chance():
    cut = f"{WHOLE[:15]}000"
    assert parse_identity_number(cut).problem is Problem.LAST_DIGITS_ZERO
    whole = parse_identity_number(IN_ZEROS)
    assert whole == right(IdentityNumber(IN_ZEROS))
    others = [identity(serial) for serial in range(200)]
    assert trust_in_column([IN_ZEROS, *others]).judged(whole) == whole  # one in a thousand ends so
    doubted = trust_in_column([IN_ZEROS, cut, cut, *others]).judged(whole)
    assert (doubted.problem, doubted.proposal) == (Problem.MAYBE_LAST_DIGITS_ZERO, IdentityNumber(IN_ZEROS))
    assert trust_in_column([cut, *others]).judged(parse_identity_number(WHOLE)).value == IdentityNumber(WHOLE)


def test_the_roll_number_settles_zeros_and_proposes_what_was_lost():
    carried = IdentityNumber(IN_ZEROS)
    among_cut_ones = ColumnTrust(has_cut_numbers=True).judged(parse_identity_number(IN_ZEROS))
    settled = confirm_by_roll_number(among_cut_ones, carried)
    assert settled == right(carried, Tidying.CONFIRMED)
    lost = confirm_by_roll_number(parse_identity_number(float(WHOLE)), IdentityNumber(WHOLE))
    assert (lost.value, lost.problem, lost.proposals) == (None, Problem.DIGITS_LOST, (IdentityNumber(WHOLE),))
    other = confirm_by_roll_number(among_cut_ones, IdentityNumber(WHOLE))
    assert other.problem is Problem.MAYBE_LAST_DIGITS_ZERO


def test_an_old_number_is_only_proposed_anew():
    reading = parse_identity_number("990102491231002")
    assert reading.value is None
    assert reading.problem is Problem.OLD_IDENTITY_NUMBER
    assert reading.proposal.birth_date == date(1949, 12, 31)


def test_a_lookalike_is_proposed_when_the_check_digit_agrees():
    with_letter = next(n for n in map(identity, range(50)) if n[-2] == "1").replace("1", "l", 1)
    reading = parse_identity_number(with_letter)
    assert reading.problem is Problem.LOOKALIKE_CHARACTERS
    assert reading.proposal is not None


def test_an_unknown_division():
    reading = parse_identity_number("000102" + WHOLE[6:])
    assert reading.problem is Problem.UNKNOWN_DIVISION
    assert "00" in reading.message


def test_nothing_of_a_number_is_shown_but_both_ends():
    number = IdentityNumber(WHOLE)
    for shown in (repr(number), str(number), f"{number}", repr(parse_identity_number(WHOLE)), number.masked):
        assert WHOLE not in shown
        assert WHOLE[6:14] not in shown
    assert number.masked == f"{WHOLE[:4]}**********{WHOLE[-4:]}"
    assert mask_identity_number("12345678901") == "*" * 11


def test_a_column_that_once_was_numeric_is_noticed():
    clean = [identity(serial) for serial in range(40)]
    assert not column_was_numeric(clean)
    assert not column_was_numeric(clean[:5])
    assert column_was_numeric([str(int(float(number))) for number in clean if number.isdecimal()])


def test_disagreements_with_the_rest_of_the_row():
    number = parse_identity_number(WHOLE).value
    assert disagreements(number, born=date(2016, 9, 3), sex=Sex.MALE) == ()
    assert disagreements(number, born=None, sex=Sex.UNKNOWN) == ()
    assert disagreements(number, born=date(2016, 9, 4), sex=Sex.FEMALE) == (
        Problem.BIRTH_DATE_DISAGREES,
        Problem.SEX_DISAGREES,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("620900", date(2016, 1, 1), Sex.MALE, 1),
        ("99010", date(2016, 1, 1), Sex.MALE, 1),
        ("990102", date(2016, 1, 1), Sex.MALE, 500),
        ("990102", date(2016, 1, 1), Sex.UNKNOWN, 1),
    ],
)
def test_only_numbers_of_nobody_are_invented(arguments):
    with pytest.raises(ValueError, match=r".+"):
        make_identity_number(*arguments)


@given(invented)
def test_an_invented_number_reads_back(number):
    reading = parse_identity_number(number.number)
    assert reading.value == number or (reading.proposals == (number,) and number.number.endswith("000"))


@given(invented)
def test_a_number_that_went_through_a_float_is_never_taken(number):
    if number.number.isdecimal():
        for damaged in (float(number.number), text_of(float(number.number)), f"{float(number.number):.5E}"):
            assert parse_identity_number(damaged) == doubtful(Problem.DIGITS_LOST)


@given(invented, st.integers(0, 17))
def test_a_dropped_character_is_never_replaced(number, place):
    short = number.number[:place] + number.number[place + 1 :]
    reading = parse_identity_number(short)
    assert reading.value is None
    assert reading.proposals == ()


@given(invented, st.integers(0, 16), st.integers(1, 9))
def test_a_mistyped_digit_is_never_taken(number, place, shift):
    digit = str((int(number.number[place]) + shift) % 10)
    assert parse_identity_number(number.number[:place] + digit + number.number[place + 1 :]).value is None


@given(cells)
def test_no_cell_makes_it_fail(cell):
    reading = parse_identity_number(cell)
    assert reading.value is None or reading.problem is None
    assert isinstance(reading.message, str)
