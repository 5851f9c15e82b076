"""The evaluator against the plainest counting, on small problems of any kind."""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.lib.timetabling.checking import LockedTwice, TooMuch, check
from santong.lib.timetabling.evaluating import counted, evaluate
from santong.lib.timetabling.problem import (
    EVEN,
    EVERY,
    ODD,
    Counts,
    Course,
    Limit,
    Lock,
    Part,
    Problem,
    Week,
    read,
)

WEEK = Week(3, 3, 2)
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def courses(draw: st.DrawFn) -> Course:
    return Course(
        draw(st.sampled_from("语数英")),
        tuple(draw(st.sets(st.integers(1, 3), min_size=1, max_size=2))),
        tuple(draw(st.sets(st.integers(11, 13), max_size=1))),
        draw(st.integers(1, 3)),
        draw(st.sampled_from((1, 2))),
        draw(st.sampled_from((ODD, EVEN, EVERY))),
        draw(st.sampled_from(("", "", "lab"))),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A few courses with limits about any of them at any times."""
    found = tuple(draw(st.lists(courses(), min_size=1, max_size=5)))
    numbers = st.sets(st.integers(0, len(found) - 1), min_size=1).map(tuple)
    times = st.frozensets(st.sampled_from(list(WEEK.times)), min_size=1)
    parts = st.lists(st.builds(Part, numbers, times), min_size=1, max_size=3).map(tuple)
    limits = st.builds(
        Limit, st.integers(1, 4), st.sampled_from((0, 0, 1, 5)), st.integers(0, 3), st.sampled_from(Counts), parts
    )
    return Problem(WEEK, found, {"lab": draw(st.integers(0, 2))}, tuple(draw(st.lists(limits, max_size=4))))


@st.composite
def placed(draw: st.DrawFn) -> tuple[Problem, list[set[int]]]:
    problem = draw(problems())
    table = [draw(st.sets(st.sampled_from(WEEK.starts(each.length)), max_size=each.count)) for each in problem.courses]
    return problem, table


def taught(problem: Problem, table: list[set[int]]) -> list[tuple[int, int, int]]:
    """Every period that is taught, by course, time and length of the lesson's part."""
    return [
        (number, start + more, more)
        for number, course in enumerate(problem.courses)
        for start in table[number]
        for more in range(course.length)
    ]


@quick
@given(placed())
def test_limits_count_what_plain_counting_counts(given_: tuple[Problem, list[set[int]]]):
    problem, table = given_
    periods = taught(problem, table)
    for limit in problem.limits:
        hits = [
            [(course, time) for course, time, more in periods
             if course in part.courses and time in part.times and (limit.counts != Counts.LESSONS or not more)]
            for part in limit.parts
        ]  # fmt: skip
        expected = sum(map(bool, hits)) if limit.counts == Counts.PARTS else sum(map(len, hits))
        assert counted(problem, table, limit) == expected


@quick
@given(placed())
def test_a_table_clashes_where_the_limits_of_the_world_are_broken(given_: tuple[Problem, list[set[int]]]):
    problem, table = given_
    broken = {(each.of, *each.parts[0].times) for each in problem.world if counted(problem, table, each) > each.most}
    found = evaluate(problem, table)
    assert {(each.need, each.time) for each in found.clashes} <= broken | {
        (need, time) for need in problem.users for time in WEEK.times if problem.room_for(need) == 0
    }
    for need, time in broken:
        pairs = [each for each in found.clashes if (each.need, each.time) == (need, time)]
        assert pairs or problem.room_for(need) == 0


@quick
@given(placed())
def test_clashes_are_the_pairs_that_meet(given_: tuple[Problem, list[set[int]]]):
    problem, table = given_
    expected = set()
    for (one, time, _m), (other, at, _n) in combinations(taught(problem, table), 2):
        first, second = problem.courses[one], problem.courses[other]
        for need in set(first.needs) & set(second.needs):
            if need[0] != "room" and time == at and first.weeks & second.weeks:
                expected.add((frozenset((one, other)), time, need))
    found = evaluate(problem, table).clashes
    assert {(frozenset((e.one, e.other)), e.time, e.need) for e in found if e.need[0] != "room"} == expected


@quick
@given(problems())
def test_a_problem_survives_being_written_and_read(problem: Problem):
    assert read(problem.as_json()) == problem


@quick
@given(placed())
def test_leaving_courses_out_never_makes_a_limit_worse(given_: tuple[Problem, list[set[int]]]):
    problem, table = given_
    kept = range(0, len(problem.courses), 2)
    part = problem.part_of(kept)
    small = evaluate(part, [table[each] for each in kept])
    assert len(small.broken) <= len(evaluate(problem, table).broken)
    assert len(part.courses) == len(kept)


def test_too_much_is_seen_by_counting():
    week = Week(1, 2, 1)
    course = Course("语", (1,), (11,), 3)
    assert check(Problem(week, (course,))) == [TooMuch(("class", 1), 3, 2), TooMuch(("teacher", 11), 3, 2)]
    odd, even = Course("音", (1,), (), 2, weeks=ODD), Course("美", (1,), (), 2, weeks=EVEN)
    assert check(Problem(week, (odd, even))) == []
    assert check(Problem(week, (Course("科", (1,), (), 1, room="lab"),)))[0].of == ("room", "lab")


def test_two_locks_at_one_time_are_seen():
    one, other = Course("语", (1,), (11,), 1), Course("数", (1,), (12,), 1)
    problem = Problem(Week(1, 2, 1), (one, other), locks=(Lock(-5, 0, 0), Lock(-6, 1, 0)))
    assert check(problem) == [LockedTwice(-5, -6, ("class", 1))]


def test_a_double_lesson_lies_on_one_side_of_noon():
    assert Week(2, 4, 2).starts(2) == [0, 2, 4, 6]
    assert Week(1, 4, 0).starts(2) == [0, 1, 2]
