"""What points come to: bands, must-haves, floors, choices, and what is unknown."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.domains.governance.evaluation.scoring import (
    BadScale,
    Band,
    Item,
    Step,
    next_step,
    reached,
    read_scale,
    score,
)

D = Decimal
NANJING = (Band("示范", D(90)), Band("合格", D(80)))
NANTONG = (Band("合格", needs_musts=True, floor=D(70), sections=("一", "二")),)
ITEMS = (Item("A", "一", D(50), is_must=True), Item("B", "二", D(40)), Item("C", "三", D(20)))


@pytest.mark.parametrize(
    ("a", "b", "c", "certain", "possible"),
    [
        (50, 40, 0, "示范", "示范"),
        (50, 30, 0, "合格", "合格"),
        (50, 29, 0, "", ""),
        (50, 30, None, "合格", "示范"),
        (50, None, 0, "", "示范"),
        (50, 20, None, "", "示范"),
        (40, 19, None, "", ""),
        (None, None, None, "", "示范"),
        (D("49.5"), D("30.5"), 0, "合格", "合格"),
        (D("49.5"), D("30.49"), 0, "", ""),
    ],
)
def test_totals_of_a_region_with_bands(a, b, c, certain, possible):
    points = {"A": a if a is None else D(a), "B": b if b is None else D(b), "C": c if c is None else D(c)}
    found = score(ITEMS, NANJING, points)
    assert (found.certain, found.possible) == (certain, possible)


@pytest.mark.parametrize(
    ("a", "b", "c", "certain", "possible", "lacks"),
    [
        (50, 28, 0, "合格", "合格", []),
        (50, D("27.99"), 20, "", "", [("section", "二")]),
        (49, 40, 20, "", "", [("must", "A")]),
        (None, 40, 20, "", "合格", [("must", "A"), ("section", "一")]),
        (34, 27, 0, "", "", [("must", "A"), ("section", "一"), ("section", "二")]),
    ],
)
def test_must_haves_and_floors_veto(a, b, c, certain, possible, lacks):
    points = {"A": a if a is None else D(a), "B": D(b), "C": D(c)}
    found = score(ITEMS, NANTONG, points)
    assert (found.certain, found.possible) == (certain, possible)
    assert [(each.kind, each.name) for each in found.lacks] == lacks


def test_the_third_section_has_no_floor():
    assert score(ITEMS, NANTONG, {"A": D(50), "B": D(40), "C": D(0)}).certain == "合格"


def test_what_is_next_is_the_nearest_band_that_is_not_reached():
    found = score(ITEMS, NANJING, {"A": D(50), "B": D(32), "C": D(0)})
    assert (found.certain, found.next_band) == ("合格", "示范")
    assert [(each.kind, each.by) for each in found.lacks] == [("points", D(8))]
    assert score(ITEMS, NANJING, {"A": D(50), "B": D(0), "C": D(0)}).next_band == "合格"


CHOICE = tuple(Item(name, "一", D(10), choice="T", best_of=2) for name in "ABC")


@pytest.mark.parametrize(
    ("points", "low", "high"),
    [
        ((10, 5, 1), 15, 15),
        ((10, 5, None), 15, 20),
        ((None, None, None), 0, 20),
        ((1, 1, None), 2, 11),
        ((0, 0, 0), 0, 0),
    ],
)
def test_only_the_best_of_a_choice_count(points, low, high):
    given_ = {name: None if each is None else D(each) for name, each in zip("ABC", points, strict=True)}
    found = score(CHOICE, (), given_)
    assert (found.total.low, found.total.high, found.total.most) == (low, high, 20)


def test_without_a_number_all_of_a_choice_count():
    items = [Item("A", "一", D(3), choice="T"), Item("B", "一", D(4), choice="T")]
    assert score(items, (), {"A": D(3), "B": D(4)}).total.low == 7


@pytest.mark.parametrize(
    ("text", "direction", "value", "points"),
    [
        ("100=2, 50=1", "more", "100", 2),
        ("100=2, 50=1", "more", "99.9", 1),
        ("50=1,100=2", "more", "49", 0),
        ("10=2；15=1", "less", "10", 2),
        ("10=2，15=1", "less", "10.1", 1),
        ("10＝2", "less", "16", 0),
    ],
)
def test_scales(text, direction, value, points):
    assert reached(read_scale(text, direction), direction, D(value)) == points


@pytest.mark.parametrize("text", ["100", "a=1", "1=b", "1=-1", "=", "nan=1", "1=1=1", "1=inf"])
def test_scales_that_cannot_be_read_name_the_part(text):
    with pytest.raises(BadScale, match=text.replace("=", ".")):
        read_scale(text, "more")


def test_the_next_step_is_the_nearest_better_one():
    steps = read_scale("100=3, 80=2, 60=1", "more")
    assert next_step(steps, "more", D(70)) == Step(D(80), D(2))
    assert next_step(steps, "more", D(100)) is None
    assert next_step(read_scale("10=2, 15=1", "less"), "less", D(20)) == Step(D(15), D(1))
    assert next_step(read_scale("10=2, 15=1", "less"), "less", D(9)) is None


POINTS = st.one_of(st.none(), st.integers(0, 10).map(Decimal))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(POINTS, min_size=6, max_size=6), st.integers(0, 60), st.integers(0, 100), st.booleans())
def test_what_is_certain_holds_however_the_unknown_turns_out(points, least, floor, musts):
    """Every way of filling in what is unknown gives a verdict between the certain and the possible one."""
    items = [
        Item(str(number), "一" if number < 3 else "二", D(10), number == 0, "T" if number > 3 else "", 1)
        for number in range(6)
    ]
    bands = (Band("甲", D(least), musts, D(floor)), Band("乙", D(least) / 2))
    ranks = {"甲": 2, "乙": 1, "": 0}
    given_ = {str(number): each for number, each in enumerate(points)}
    found = score(items, bands, given_)
    unknown = [code for code, each in given_.items() if each is None]
    assert ranks[found.certain] <= ranks[found.possible]
    for filled in product((D(0), D(10)), repeat=min(len(unknown), 4)):
        whole = {**given_, **dict.fromkeys(unknown, D(10)), **dict(zip(unknown, filled, strict=False))}
        sure = score(items, bands, whole)
        assert sure.certain == sure.possible
        assert found.total.low <= sure.total.low <= found.total.high
        assert ranks[found.certain] <= ranks[sure.certain] <= ranks[found.possible]


@settings(deadline=None)
@given(st.permutations(range(5)), st.lists(st.integers(0, 10), min_size=5, max_size=5))
def test_the_order_of_items_does_not_matter(order, points):
    items = [Item(str(number), "一", D(10), choice="T" if number % 2 else "", best_of=1) for number in range(5)]
    given_ = {str(number): D(each) for number, each in enumerate(points)}
    assert score(items, NANJING, given_).total == score([items[each] for each in order], NANJING, given_).total
