"""Only what every column and every `int()` takes is a number."""

import pytest

from santong.lib.whole_numbers import whole_number, whole_numbers


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_ascii_digits_are_numbers(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "²", "１", "-1", "+1", " 1", "1_0", "1.0", "9" * 19, "9" * 5000, "1\n", "\x00"])
def test_nothing_else_is(text):
    assert whole_number(text) is None


def test_of_several_the_numbers_remain_in_their_order():
    assert whole_numbers(["3", "²", "", "1"]) == [3, 1]
