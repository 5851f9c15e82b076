"""Seats: everybody one, nobody beside their own class where there is room, the same seed the same seats."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib.examination_seating import (
    Grid,
    Sitter,
    TooFewSeats,
    alike,
    free_cell,
    seat,
    spread,
)

SIDES = st.integers(1, 7)


def sitters(groups: list[int]) -> list[Sitter]:
    return [Sitter(key, group) for key, group in enumerate(groups)]


def groups_at(people: list[Sitter], grid: Grid, seed: str = "s") -> dict[tuple[int, int], int]:
    group = {each.key: each.group for each in people}
    return {cell: group[key] for key, cell in seat(people, grid, seed).items()}


@given(SIDES, SIDES, st.data())
@settings(max_examples=60, deadline=None)
def test_everybody_has_a_seat_of_their_own(rows: int, columns: int, data: st.DataObject):
    grid = Grid(rows, columns)
    people = sitters(data.draw(st.lists(st.integers(0, 4), max_size=grid.seats)))
    found = seat(people, grid, "seed")
    assert found.keys() == {each.key for each in people}
    assert len(set(found.values())) == len(people) and set(found.values()) <= set(grid.cells)


@given(st.integers(2, 6), st.integers(3, 6), st.integers(3, 6), st.data())
@settings(max_examples=60, deadline=None)
def test_nobody_sits_beside_their_class_where_no_class_has_a_third(
    groups: int, rows: int, columns: int, data: st.DataObject
):
    grid = Grid(rows, columns)
    number = data.draw(st.integers(2, grid.seats))
    people = sitters([at % max(3, groups) for at in range(number)])
    assert not alike(groups_at(people, grid))


@pytest.mark.parametrize("number", [1, 2, 8, 15])
def test_one_class_alone_is_parted_by_empty_seats(number: int):
    assert not alike(groups_at(sitters([1] * number), Grid(5, 6)))


@pytest.mark.parametrize("groups", [[1, 1, 1, 2], [1, 1, 1, 1], [1, 1, 2, 2], [1, 1, 1, 2, 2, 3], [1, 1, 1, 1, 2]])
def test_as_few_as_can_be_where_there_is_no_room(groups: list[int]):
    """All ways of sitting are tried on a small room."""
    grid = Grid(3, 2)
    cells = grid.cells
    full = [*groups, *[-at for at in range(1, grid.seats - len(groups) + 1)]]
    least = min(
        len(alike({cell: group for cell, group in zip(cells, way, strict=True) if group > 0}))
        for way in set(permutations(full))
    )
    assert len(alike(groups_at(sitters(groups), grid))) == least


def test_the_same_seed_gives_the_same_seats():
    people = sitters([at % 3 for at in range(28)])
    one, other = seat(people, Grid(6, 5), "a"), seat(list(reversed(people)), Grid(6, 5), "a")
    assert one == other != seat(people, Grid(6, 5), "b")


def test_seats_are_numbered_down_and_up():
    assert Grid(2, 3).cells == [(0, 0), (1, 0), (1, 1), (0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize(("number", "rooms"), [(31, [30]), (1, []), (5, [2, 2])])
def test_too_few_seats_say_how_many_are_missing(number: int, rooms: list[int]):
    with pytest.raises(TooFewSeats) as refused:
        spread(sitters([1] * number), rooms, "s")
    assert refused.value.missing == number - sum(rooms)
    if rooms:
        with pytest.raises(TooFewSeats):
            seat(sitters([1] * number), Grid(1, sum(rooms)), "s")


@given(st.lists(st.integers(0, 5), max_size=90), st.lists(st.integers(1, 40), min_size=1, max_size=6))
@settings(max_examples=80, deadline=None)
def test_rooms_are_filled_evenly_and_none_too_much(groups: list[int], rooms: list[int]):
    people = sitters(groups)
    if len(people) > sum(rooms):
        return
    found = spread(people, rooms, "seed")
    assert sorted(each.key for room in found for each in room) == [each.key for each in people]
    assert all(len(room) <= seats for room, seats in zip(found, rooms, strict=True))
    used = [at for at, room in enumerate(found) if room]
    assert not used or len(people) > sum(rooms[: max(used)]), "a room too many is used"


def test_each_room_has_as_equal_a_share_of_each_class_as_can_be():
    found = spread(sitters([at % 4 for at in range(120)]), [30] * 4, "s")
    for room in found:
        sizes = Counter(each.group for each in room)
        assert max(sizes.values()) - min(sizes.values()) <= 1


def test_who_comes_late_sits_beside_as_few_of_their_class_as_can_be():
    grid = Grid(2, 2)
    assert free_cell({(0, 0): 1, (0, 1): 2}, grid, 1) == (1, 1)
    assert free_cell({(0, 0): 1, (0, 1): 2}, grid, 2) == (1, 0)
    assert free_cell(dict.fromkeys(grid.cells, 1), grid, 1) is None
