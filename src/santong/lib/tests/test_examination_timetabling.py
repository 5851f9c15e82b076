"""Times of papers: what must hold holds where it can, an independent judge agrees, small problems are solved best."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib.examination_rooms import Room, Stock
from santong.lib.examination_timetabling import FORBIDDEN, Limit, Problem, judge, solve


def near(times: int) -> list[list[float]]:
    """Next to each other costs 3, two apart 1, at once 90."""
    return [[{0: 90.0, 1: 3.0, 2: 1.0}.get(abs(a - b), 0.0) for b in range(times)] for a in range(times)]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    papers, times = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    pairs = [(a, b) for a in range(papers) for b in range(a + 1, papers)]
    return Problem(
        papers,
        times,
        near(times),
        common={pair: draw(st.integers(1, 9)) for pair in pairs if draw(st.booleans())},
        never=[pair for pair in pairs if draw(st.integers(0, 3)) == 0],
        allowed={0: {at: float(at) for at in range(draw(st.integers(1, times)))}} if draw(st.booleans()) else {},
        limits=[Limit(frozenset(range(papers)), frozenset({0}), 2)] if draw(st.booleans()) else (),
    )


# One in some hundred problems is too hard for a single search, so that the same ones are tried every time.
@given(problems())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_small_problems_are_solved_best(problem: Problem):
    """All times are tried; one of three searches finds one as good, and where each one clashes, one that says so."""
    ways = (judge(problem, way) for way in product(range(problem.times), repeat=problem.papers))
    best = min((way.clashes, way.cost) for way in ways)
    tried = (solve(problem, seed=seed, steps=3_000) for seed in range(3))
    found = min(tried, key=lambda answer: (answer.clashes, answer.cost))
    if best[0]:
        assert found.clashes >= best[0]
    else:
        assert (found.clashes, found.cost) == (0, pytest.approx(best[1]))


def test_a_grade_is_spread_over_the_days():
    """Six papers, three days with two times each: two a day."""
    same_day = [[(3.0 if a != b else 90.0) if a // 2 == b // 2 else 0.0 for b in range(6)] for a in range(6)]
    pairs = {(a, b): 1 for a in range(6) for b in range(a + 1, 6)}
    found = solve(Problem(6, 6, same_day, pairs, never=list(pairs)), steps=4_000)
    assert found.clashes == 0 and sorted(found.times) == [0, 1, 2, 3, 4, 5]


def test_too_few_times_are_said():
    pairs = [(0, 1), (0, 2), (1, 2)]
    assert solve(Problem(3, 2, near(2), never=pairs), steps=500).clashes == 1


def test_papers_that_belong_together_are_at_one_time():
    found = solve(Problem(4, 3, near(3), {(0, 2): 5, (1, 3): 5}, together=[(0, 1)]), steps=2_000)
    assert found.times[0] == found.times[1] and found.clashes == 0


def test_times_that_overlap_are_kept_apart():
    overlap = [frozenset({0, 1}), frozenset({0, 1}), frozenset({2})]
    found = solve(Problem(2, 3, near(3), never=[(0, 1)], overlap=overlap), steps=500)
    assert 2 in found.times and found.clashes == 0


def test_a_soft_limit_costs_and_a_hard_one_clashes():
    times = frozenset({0})
    for price, expected in ((5.0, (0, 5.0)), (FORBIDDEN, (1, 0.0))):
        found = judge(Problem(2, 1, [[0.0]], limits=[Limit(frozenset({0, 1}), times, 1, price)]), (0, 0))
        assert (found.clashes, found.cost) == expected


def test_rooms_keep_papers_apart():
    """Both papers fit into the one room, but not at once."""
    stock, sizes = Stock([Room(30)], staffed=5), (20, 25)

    def pack(papers: frozenset[int]) -> float | None:
        found = stock.pack([sizes[each] for each in sorted(papers)])
        return None if found is None else stock.price(found)

    found = solve(Problem(2, 2, [[0.0, 0.0], [0.0, 0.0]], pack=pack), steps=500)
    assert found.clashes == 0 and found.times[0] != found.times[1] and found.cost == 2


def test_the_same_seed_finds_the_same_times():
    problem = Problem(8, 5, near(5), {(a, b): a + b for a in range(8) for b in range(a + 1, 8)})
    assert solve(problem, seed=3, steps=2_000) == solve(problem, seed=3, steps=2_000)


def test_a_time_that_was_given_to_begin_with_is_used():
    problem = Problem(3, 3, near(3))
    assert solve(problem, steps=0, start=(2, 1, 0)).times == (2, 1, 0)


@given(
    st.lists(st.integers(5, 60), min_size=1, max_size=12), st.lists(st.integers(1, 90), max_size=5), st.integers(1, 12)
)
@settings(max_examples=100, deadline=None)
def test_rooms_hold_whom_they_are_given(seats: list[int], sizes: list[int], staffed: int):
    stock = Stock([Room(number, number % 3) for number in seats], staffed)
    found = stock.pack(sizes)
    if found is None:
        return
    used = [at for each in found for at in each]
    assert len(used) == len(set(used)) <= staffed
    assert all(sum(seats[at] for at in each) >= size for each, size in zip(found, sizes, strict=True))


@pytest.mark.parametrize(
    ("seats", "parts", "sizes", "price"),
    [
        ([30, 40], [0, 0], [30, 40], 2.0),
        ([30, 40], [0, 0], [35], 1.0),
        ([30, 30], [0, 1], [50], 2 + 1.3),
        ([30, 30, 30], [0, 1, 1], [50], 2.0),
        ([30], [0], [31], None),
        ([], [], [], 0.0),
        ([20] * 8, [0] * 8, [55, 20], 4.0),
        ([60, *[20] * 7], [0, 1, 1, 1, 1, 1, 1, 1], [55, 20], 2.0),
    ],
)
def test_the_cheapest_rooms(seats: list[int], parts: list[int], sizes: list[int], price: float | None):
    stock = Stock([Room(number, part) for number, part in zip(seats, parts, strict=True)], staffed=10)
    found = stock.pack(sizes)
    assert (None if found is None else stock.price(found)) == price
