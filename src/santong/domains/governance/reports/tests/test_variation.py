"""What is unusual: blank, zero, a step beyond a figure's own variation; and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from santong.domains.governance.reports.variation import Unusual, judge

FIGURES = st.floats(0, 1e6, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "earlier", "found"),
    [
        (558.0, [561.0], Unusual.NO),
        (450.0, [561.0], Unusual.STEP),
        (None, [561.0], Unusual.BLANK),
        (0.0, [561.0], Unusual.ZERO),
        (0.0, [0.0], Unusual.NO),
        (12.0, [], Unusual.NO),
        (12.0, [None], Unusual.NO),
        (None, [None, 5.0], Unusual.NO),
        (4.0, [3.0], Unusual.NO),
        (540.0, [500.0, 460.0, 500.0, 460.0, 500.0, 460.0], Unusual.NO),
        (540.0, [500.0, 501.0, 500.0, 501.0, 500.0, 501.0], Unusual.STEP),
        (505.0, [500.0, 500.0, 500.0, 500.0, 500.0, 500.0], Unusual.NO),
    ],
)
def test_judging(value: float | None, earlier: list[float | None], found: Unusual) -> None:
    assert judge(value, earlier) is found


def test_a_ratio_has_no_least_step() -> None:
    assert judge(1.5, [1.0], counts=True) is Unusual.NO
    assert judge(1.5, [1.0], counts=False) is Unusual.STEP


@given(FIGURES, st.lists(FIGURES | st.none(), max_size=8))
def test_what_did_not_change_is_usual(value: float, earlier: list[float | None]) -> None:
    assert judge(value, [value, *earlier]) is Unusual.NO


@given(FIGURES | st.none(), st.lists(FIGURES | st.none(), max_size=8), st.floats(1.1, 50))
def test_a_larger_step_is_never_less_unusual(value: float | None, earlier: list[float | None], times: float) -> None:
    found = judge(value, earlier, counts=False)
    if found is Unusual.STEP and value is not None and earlier[0] is not None:
        further = earlier[0] + (value - earlier[0]) * times
        assert judge(further, earlier, counts=False) in (Unusual.STEP, Unusual.ZERO)
