"""Tables that are found keep what must hold; where there is none, the rules named are to blame, each of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.lib.timetabling.contradicting import contradiction, is_possible
from santong.lib.timetabling.evaluating import evaluate
from santong.lib.timetabling.problem import Counts, Course, Limit, Lock, Part, Problem, Together, Week
from santong.lib.timetabling.rules import Maker
from santong.lib.timetabling.searching import Clock, begin, improve
from santong.lib.timetabling.solving import Contradicted, Ended, Found, SolverDied, solve

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WEEK = Week(5, 4, 2)
PLAN = {"语": 5, "数": 4, "英": 3, "体": 3, "音": 2}


def school(classes: int = 4) -> Problem:
    """A small school whose teachers have two classes each."""
    courses = [
        Course(subject, (number,), (100 * place + number // 2,), lessons)
        for number in range(classes)
        for place, (subject, lessons) in enumerate(PLAN.items(), 1)
    ]
    return Problem(WEEK, tuple(courses), {})


def groups(problem: Problem, subject: str) -> list[tuple[tuple[str, int | str], list[int]]]:
    return [(("class", c.classes[0]), [n]) for n, c in enumerate(problem.courses) if c.subject == subject]


def teachers(problem: Problem) -> list[tuple[tuple[str, int | str], list[int]]]:
    return [(need, users) for need, users in problem.users.items() if need[0] == "teacher"]


def every_rule(problem: Problem, weight: int = 0) -> list[Limit]:
    """One rule of each kind, which the small school can keep."""

    def make(rule: int) -> Maker:
        return Maker(problem, rule, weight)

    first = [WEEK.time(day, 1) for day in range(1, 6)]
    sport, music = groups(problem, "体"), groups(problem, "音")
    after = [(of, courses, dict(music)[of]) for of, courses in sport]
    return [
        *make(1).not_at(sport, first), *make(2).spread(groups(problem, "语")), *make(3).most_a_day(sport, 1),
        *make(4).not_on_successive_days(music), *make(5).most_in_a_row(teachers(problem), 2),
        *make(6).free_half_days(teachers(problem), 1), *make(7).most_days(teachers(problem), 5),
        *make(8).not_across_noon(teachers(problem)), *make(9).not_directly_after(after),
        *make(10).most_at_once([(("", ""), [n for _of, own in sport for n in own])], 2),
        *make(11).only_at(music, [WEEK.time(d, p) for d in range(1, 6) for p in (3, 4)]),
        *make(12).most_at(groups(problem, "数"), [[WEEK.time(d, 4) for d in range(1, 6)]], 2, Counts.PERIODS),
    ]  # fmt: skip


@pytest.mark.parametrize("weight", [0, 3])
def test_a_school_with_a_rule_of_every_kind_gets_its_table(weight: int):
    problem = school()
    problem = replace(problem, limits=tuple(every_rule(problem, weight)))
    state = begin(problem)
    for _better in improve(state, Clock(20)):
        if state.missing == 0:
            break
    found = evaluate(problem, state.table)
    assert found.is_feasible
    assert state.cost == found.cost


@few
@given(st.data())
def test_what_is_possible_is_what_trying_all_says(data: st.DataObject):
    week = Week(2, 2, 1)
    course = st.builds(
        Course, st.just("语"), st.sampled_from([(1,), (2,), (1, 2)]), st.sampled_from([(), (11,)]), st.integers(1, 2)
    )
    courses = tuple(data.draw(st.lists(course, min_size=1, max_size=3)))
    numbers = st.sets(st.integers(0, len(courses) - 1), min_size=1).map(tuple)
    parts = st.lists(st.builds(Part, numbers, st.frozensets(st.integers(0, 3), min_size=1)), min_size=1, max_size=2)
    limit = st.builds(
        Limit, st.integers(1, 3), st.just(0), st.integers(0, 2), st.sampled_from(Counts), parts.map(tuple)
    )
    problem = Problem(week, courses, {}, tuple(data.draw(st.lists(limit, max_size=3))))
    choices = [[times for times in _subsets(4) if len(times) == each.count] for each in courses]
    any_table = any(evaluate(problem, table).is_feasible for table in product(*choices))
    assert is_possible(problem, 5.0) is any_table
    found = contradiction(problem, 10.0)
    assert (found is None) is any_table
    if found is not None:
        assert is_possible(problem.only(found.rules), 5.0) is False
        assert found.is_minimal


def _subsets(size: int) -> list[set[int]]:
    return [{place for place in range(size) if mask >> place & 1} for mask in range(2**size)]


def spoiled(kind: int) -> tuple[Problem, set[int]]:
    """The school with rules of which the ones named can't hold together."""
    problem = school()
    whole = every_rule(problem)
    teacher = ("teacher", 100)
    users = problem.users[teacher]
    days = [[WEEK.time(day, period) for period in range(1, 5)] for day in range(1, 6)]

    def make(rule: int) -> Maker:
        return Maker(problem, rule)

    if kind == 0:
        whole += [
            *make(50).not_at([(teacher, users)], days[0] + days[1]),
            *make(51).not_at([(teacher, users)], days[2]),
        ]
        return replace(problem, limits=tuple(whole)), {50, 51}
    if kind == 1:
        whole += make(50).most_days([(teacher, users)], 2)
        return replace(problem, limits=tuple(whole)), {50}
    whole += make(50).only_at(groups(problem, "语")[:1], days[0] + days[1][:1])
    return replace(problem, limits=tuple(whole)), {2, 50}


@pytest.mark.parametrize("kind", range(3))
def test_the_few_rules_that_contradict_each_other_are_named_and_each_is_needed(kind: int):
    problem, expected = spoiled(kind)
    found = contradiction(problem, 20.0)
    assert found is not None and found.is_minimal
    assert set(found.rules) == expected or len(found.rules) <= 6
    assert is_possible(problem.only(found.rules), 5.0) is False
    for rule in found.rules:
        assert is_possible(problem.only(set(found.rules) - {rule}), 5.0) is True


def test_together_and_locks_are_kept():
    problem = school()
    sport = [own[0] for _of, own in groups(problem, "体")][::2]
    problem = replace(problem, together=(Together(60, tuple(sport)),), locks=(Lock(-9, 0, 3), Lock(-10, sport[0], 7)))
    state = begin(problem)
    list(improve(state, Clock(5)))
    assert evaluate(problem, state.table).is_feasible
    assert 7 in state.table[sport[1]]


def test_the_process_finds_the_same_tables_for_the_same_seed_and_can_be_stopped():
    problem = school()
    problem = replace(problem, limits=tuple(every_rule(problem, weight=2)))
    runs = []
    for _again in range(2):
        tables = []
        for news in solve(problem, seconds=20, seed=7):
            if isinstance(news, Found):
                assert evaluate(problem, news.table).cost == news.cost
                tables.append(news.table)
            if len(tables) == 2 or isinstance(news, Ended):
                break
        runs.append(tables[:2])
    assert runs[0] and runs[0] == runs[1]


def test_the_process_says_what_contradicts():
    problem, expected = spoiled(0)
    last = list(solve(problem, seconds=30))[-1]
    assert isinstance(last, Contradicted) and set(last.rules) == expected


def test_a_process_that_dies_is_noticed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(SolverDied):
        list(solve(school(), seconds=1))
