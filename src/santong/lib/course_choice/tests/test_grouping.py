"""Moving classes: everybody served or named with the cause, sizes near each other, few move when formed again."""

from __future__ import annotations

from itertools import combinations
from math import ceil
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from santong.lib.course_choice.grouping import NOWHERE, Clash, Group, Grouped, Grouping, clashes, faults, read, spread
from santong.lib.course_choice.searching import search
from santong.lib.course_choice.solving import solve

TWELVE = [(first, *others) for first in (0, 1) for others in combinations((2, 3, 4, 5), 2)]


def school(pupils: int, bands: int, seed: int = 1, largest: int = 50) -> Grouping:
    """Pupils with one of the twelve combinations each, some liked more than others."""
    random = Random(seed)
    weights = [random.random() ** 2 + 0.05 for _each in TWELVE]
    takes = random.choices(TWELVE, weights, k=pupils)
    takers = Grouping(bands, (), takes).takers()
    groups = [Group(subject) for subject in sorted(takers) for _n in range(ceil(takers[subject] / largest))]
    return Grouping(bands, groups, takes, dict.fromkeys(takers, largest))


def last(problem: Grouping, before: Grouped | None = None, seconds: float = 20) -> Grouped:
    """The best answer."""
    found = list(search(problem, seconds=seconds, before=before, effort=5))
    assert found
    return found[-1]


@pytest.mark.parametrize(("pupils", "bands", "seed"), [(1000, 3, 1), (240, 4, 3), (400, 5, 4)])
def test_everybody_has_a_group_of_each_subject(pupils: int, bands: int, seed: int):
    problem = school(pupils, bands, seed)
    found = last(problem)
    assert clashes(problem, found) == [] and faults(problem, found) == []
    assert spread(problem, found) <= 3
    assert sum(found.sizes().values()) == 3 * pupils


def test_few_move_when_groups_are_formed_again():
    problem = school(240, 4)
    before = last(problem)
    takes = [TWELVE[0] if number < 3 else own for number, own in enumerate(problem.takes)]
    changed = Grouping(problem.bands, problem.groups, takes, dict.fromkeys(problem.most, 60))
    kept = Grouped(before.bands, [[NOWHERE] * 3 if n < 3 else own for n, own in enumerate(before.members)])
    found = last(changed, before=kept)
    moved = sum(one != other for one, other in zip(before.members[3:], found.members[3:], strict=True))
    assert faults(changed, found) == [] and clashes(changed, found) == []
    assert moved <= 24 and list(found.bands) == list(before.bands)


def test_nothing_changes_where_nothing_has_to():
    problem = school(120, 4)
    before = last(problem)
    assert last(problem, before=before) == Grouped(before.bands, before.members)


def test_teachers_and_rooms_are_at_one_place_at_a_time():
    takes = [(0, 1)] * 40
    groups = [Group(0, ("teacher 1",)), Group(0, ("teacher 1", "room 1")), Group(1, ("room 1",)), Group(1)]
    problem = Grouping(2, groups, takes, {0: 30, 1: 30}, together=2)
    found = last(problem)
    assert faults(problem, found) == [] and clashes(problem, found) == []


def test_whoever_has_no_group_is_named_with_the_cause():
    """Both subjects can lie in one band only, so that one of them is lost to everybody who takes both."""
    problem = Grouping(2, [Group(0, bands=(0,)), Group(1, bands=(0,))], [(0, 1), (0,)])
    found = last(problem)
    [clash] = clashes(problem, found)
    assert clash.pupil == 0 and clash.beside == (1 - clash.subject,) and not clash.full


def test_a_full_group_is_named_as_such():
    problem = Grouping(1, [Group(0)], [(0,)] * 5, {0: 4})
    found = last(problem)
    assert [(each.subject, each.beside, each.full) for each in clashes(problem, found)] == [(0, (), True)]


def test_a_subject_without_a_group_has_a_clash_without_a_cause():
    problem = Grouping(1, [Group(0)], [(0, 7)])
    assert clashes(problem, last(problem)) == [Clash(0, 7)]


def test_there_may_be_no_answer():
    assert list(search(Grouping(1, [Group(0, ("t",)), Group(0, ("t",))], [(0,)]), seconds=2)) == []


def test_faults_are_seen():
    problem = Grouping(2, [Group(0, ("t",), (0,)), Group(1, ("t",))], [(0, 1), (1,)], {1: 1}, together=1)
    said = " ".join(faults(problem, Grouped([1, 1], [[0, 1], [0]])))
    for word in ("group 0 lies in band 1", "t twice", "2 groups", "pupil 0 twice", "another subject"):
        assert word in said


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 4),
    st.lists(st.sets(st.integers(0, 3), min_size=1, max_size=3), min_size=1, max_size=12),
    st.integers(1, 4),
)
def test_any_answer_is_one(bands: int, taken: list[set[int]], most: int):
    takes = [tuple(sorted(each)) for each in taken]
    takers = Grouping(bands, (), takes).takers()
    groups = [Group(subject) for subject, number in takers.items() for _n in range(ceil(number / most))]
    problem = Grouping(bands, groups, takes, dict.fromkeys(takers, most))
    assert read(problem.as_json()) == problem
    found = last(problem, seconds=4)
    assert faults(problem, found) == []
    named = {(clash.pupil, clash.subject) for clash in clashes(problem, found)}
    for pupil, (own, inside) in enumerate(zip(takes, found.members, strict=True)):
        for subject, group in zip(own, inside, strict=True):
            assert (group == NOWHERE) == ((pupil, subject) in named)


def test_a_process_of_its_own_says_the_same():
    problem = school(60, 5)
    found = [each for each in solve(problem, seconds=20) if each is not None]
    assert found and clashes(problem, found[-1]) == []
    again = [each for each in solve(problem, seconds=20, before=found[-1]) if each is not None]
    assert again[-1].members == found[-1].members
