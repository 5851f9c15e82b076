"""Timetables from nothing: never a clash, everything that can be placed is, no subject twice a day without need."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest

from santong.domains.campus.timetable.constructing import TooManyLessons, Wanted, construct

TIMES = [(day, period) for day in range(1, 6) for period in range(1, 8)]


def made(wanted: list[Wanted], times: Any = TIMES) -> dict[Any, Wanted]:
    """The table, once it is sure that it is one."""
    found = construct(wanted, times, noon=4)
    assert Counter(found.values()) == Counter({each: each.lessons for each in wanted})
    taught = Counter((each.teacher, time) for (_class, time), each in found.items() if each.teacher is not None)
    assert not [key for key, number in taught.items() if number > 1]
    return found


@pytest.mark.parametrize("seed", range(12))
def test_whatever_fits_is_placed_without_a_clash(seed: int):
    """Classes full to the last period, teachers shared at random up to the last one of theirs."""
    random, load, wanted = Random(seed), Counter[int](), []
    for school_class in range(random.randint(2, 14)):
        left, number = len(TIMES), 0
        while left:
            lessons, teacher = min(left, random.randint(1, 7)), random.randrange(20)
            is_free = load[teacher] + lessons <= len(TIMES)
            load[teacher] += lessons * is_free
            wanted.append(Wanted(school_class, f"subject {number}", lessons, teacher if is_free else None))
            left, number = left - lessons, number + 1
    made(wanted)


def test_a_chain_of_exchanges_finds_the_last_place():
    """Two classes and two teachers in two periods: the last lesson fits only when others give way."""
    wanted = [Wanted("a", "x", 1, 1), Wanted("b", "x", 1, 2), Wanted("a", "y", 1, 2), Wanted("b", "y", 1, 1)]
    made(wanted, [(1, 1), (1, 2)])


def test_subjects_are_spread_and_early_ones_lie_early():
    found = made(
        [Wanted("a", "语文", 5, 1, early=True), Wanted("a", "体育", 3, 2), Wanted("b", "语文", 5, 1, early=True)]
    )
    days = Counter((key[0], key[1][0], each.subject) for key, each in found.items())
    assert set(days.values()) == {1}
    assert all(time[1] <= 4 for (_class, time), each in found.items() if each.early)


@pytest.mark.parametrize(
    ("wanted", "who"),
    [
        ([Wanted("a", "x", 36)], "a"),
        ([Wanted("a", "x", 20, 7), Wanted("b", "x", 16, 7)], 7),
    ],
)
def test_too_many_lessons_are_named(wanted: list[Wanted], who: object):
    with pytest.raises(TooManyLessons) as caught:
        construct(wanted, TIMES, noon=4)
    assert (caught.value.who, caught.value.lessons, caught.value.times) == (who, 36, 35)
