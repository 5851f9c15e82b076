"""What stands out among figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.lib.outliers import LEAST, usual

ALIKE = [0.1, 0.15, 0.2, 0.2, 0.25, 0.3]


@pytest.mark.parametrize(
    ("value", "beyond"),
    [(38.0, True), (0.2, False), (0.39, False), (0.0, False), (2.0, True)],
)
def test_a_multiple_of_what_is_usual_stands_out(value: float, beyond: bool) -> None:
    found = usual([*ALIKE, value])
    assert found is not None
    assert found.is_beyond(value, 5.0) is beyond


def test_what_stands_out_has_no_say_in_what_is_usual() -> None:
    found = usual([*ALIKE, 38.0])
    assert found is not None
    assert (found.low, found.middle, found.number) == (0.15, 0.2, 7)
    assert found.high == 0.3


@pytest.mark.parametrize("values", [[], [1.0] * (LEAST - 1), [0.0] * 20])
def test_nothing_is_usual_of_too_few_or_of_nothing(values: list[float]) -> None:
    assert usual(values) is None


def test_figures_that_are_all_alike_still_leave_room() -> None:
    found = usual([100.0] * 10)
    assert found is not None
    assert not found.is_beyond(120.0, 5.0)
    assert found.is_beyond(300.0, 5.0)


SIZES = st.floats(min_value=0.001, max_value=1e6)


@given(st.lists(SIZES, min_size=LEAST, max_size=40), st.floats(min_value=1, max_value=20))
def test_the_median_never_stands_out_and_order_has_no_say(values: list[float], times: float) -> None:
    found, turned = usual(values), usual(values[::-1])
    assert found is not None
    assert found == turned
    assert found.low <= found.middle <= found.high
    assert not found.is_beyond(found.middle, times)


@given(st.lists(SIZES, min_size=LEAST, max_size=20), st.integers(min_value=1, max_value=6))
def test_another_unit_changes_nothing(values: list[float], power: int) -> None:
    scale = 2.0**power
    found, scaled = usual(values), usual([value * scale for value in values])
    assert found is not None
    assert scaled is not None
    assert [found.is_beyond(each, 5.0) for each in values] == [scaled.is_beyond(each * scale, 5.0) for each in values]
