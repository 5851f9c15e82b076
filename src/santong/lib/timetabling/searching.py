"""Making a table: a first one step by step, then better ones by freeing a part of it and solving that anew.

Everything that must hold does so at any moment; lessons that found no time yet are left out until they do. So the
first complete table is one that can be used.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from santong.lib.timetabling.evaluating import UNPLACED, counted
from santong.lib.timetabling.modelling import Model, Table, model_of, solved_table, solver_with
from santong.lib.timetabling.problem import MUST, Counts, Limit, Problem

EFFORT = 0.6
"""Of one part, in the solver's own measure, which is near a second."""
SMALLEST, LARGEST = 30, 160
"""Courses that are freed at once."""


@dataclass
class State:
    """A table in the making, and what each limit costs in it."""

    problem: Problem
    table: Table
    limits: Sequence[Limit]
    of_course: list[list[int]]
    counts: list[int]
    groups: dict[int, tuple[int, ...]]
    raising: dict[int, dict[int, list[tuple[int, int]]]] = field(default_factory=dict)

    @property
    def excess(self) -> list[int]:
        """By how much each limit doesn't hold."""
        return [max(0, count - limit.most) for count, limit in zip(self.counts, self.limits, strict=True)]

    @property
    def missing(self) -> int:
        """Lessons without a time."""
        return sum(course.count - len(self.table[number]) for number, course in enumerate(self.problem.courses))

    @property
    def cost(self) -> int:
        """What is wrong, lessons without a time above all."""
        costs = sum(limit.weight * excess for limit, excess in zip(self.limits, self.excess, strict=True))
        return costs + UNPLACED * self.missing

    @property
    def rank(self) -> tuple[int, int]:
        """The smaller the better: lessons without a time, and the cost once there are none."""
        missing = self.missing
        return missing, 0 if missing else self.cost

    def touching(self, courses: set[int]) -> list[int]:
        """The limits that speak of one of some courses."""
        return sorted({each for course in courses for each in self.of_course[course]})

    def put(self, table: Table) -> None:
        """Take another table."""
        moved = {number for number, (one, other) in enumerate(zip(self.table, table, strict=True)) if one != other}
        self.table = table
        for each in self.touching(moved):
            self.counts[each] = counted(self.problem, table, self.limits[each])

    def raised(self, course: int, start: int) -> list[tuple[int, int]]:
        """The limits that a lesson beginning then counts in, and by how much; kept once they were asked for."""
        found = self.raising.get(course)
        if found is None:
            found = self.raising[course] = self._raised(course)
        return found.get(start, [])

    def _raised(self, course: int) -> dict[int, list[tuple[int, int]]]:
        length = self.problem.courses[course].length
        amounts: dict[int, dict[int, int]] = defaultdict(dict)
        for which in self.of_course[course]:
            limit = self.limits[which]
            before = range(1 if limit.counts == Counts.LESSONS else length)
            for part in limit.parts:
                for time_ in part.times if course in part.courses else ():
                    for earlier in before:
                        own = amounts[time_ - earlier]
                        own[which] = own.get(which, 0) + 1
        return {start: list(own.items()) for start, own in amounts.items()}

    def closed(self, courses: set[int]) -> set[int]:
        """With those that begin at the same times."""
        return courses | {other for each in courses for other in self.groups.get(each, ())}


def state_of(problem: Problem, table: Table) -> State:
    """A table, ready to be made better."""
    limits = [*problem.world, *problem.limits]
    of_course: list[list[int]] = [[] for _each in problem.courses]
    for number, limit in enumerate(limits):
        for course in limit.courses:
            of_course[course].append(number)
    counts = [counted(problem, table, each) for each in limits]
    return State(problem, table, limits, of_course, counts, linked(problem))


def linked(problem: Problem) -> dict[int, tuple[int, ...]]:
    """For each course that begins together with others all of them, also those linked by several rules."""
    found: dict[int, set[int]] = {}
    for together in problem.together:
        whole = set(together.courses).union(*(found.get(each, ()) for each in together.courses))
        for each in whole:
            found[each] = whole
    return {each: tuple(sorted(whole)) for each, whole in found.items()}


def begin(problem: Problem, before: Sequence[Sequence[int]] = (), *, seed: int = 1) -> State:
    """A first table, the hardest lessons first, each where it costs least; as far as possible that of `before`."""
    state = state_of(problem, [set() for _each in problem.courses])
    chance = random.Random(seed)  # noqa: S311 - the same seed has to find the same tables
    for lock in problem.locks:
        _put_if_free(state, lock.course, lock.time)
    for number, times in enumerate(before[: len(problem.courses)]):
        for at in times:
            _put_if_free(state, number, at)
    load = {need: sum(problem.courses[each].count for each in users) for need, users in problem.users.items()}

    def hardness(number: int) -> tuple[int, int, int, float]:
        course = problem.courses[number]
        busiest = max((load[each] for each in course.needs), default=0)
        return (-len(state.groups.get(number, ())), -course.length * len(course.classes), -busiest, chance.random())

    for number in sorted(range(len(problem.courses)), key=hardness):
        _place(state, number, chance)
    return state


def _place(state: State, number: int, chance: random.Random) -> None:
    course = state.problem.courses[number]
    starts = state.problem.week.starts(course.length)
    while len(state.table[number]) < course.count:
        costs = [(cost, chance.random(), at) for at in starts if (cost := _cost_at(state, number, at)) is not None]
        if not costs:
            return
        _put(state, number, min(costs)[2])


def _put_if_free(state: State, number: int, at: int) -> None:
    starts = state.problem.week.starts(state.problem.courses[number].length)
    full = len(state.table[number]) >= state.problem.courses[number].count
    if not full and at in starts and _cost_at(state, number, at) is not None:
        _put(state, number, at)


def _put(state: State, number: int, at: int) -> None:
    for each in state.groups.get(number, (number,)):
        state.table[each].add(at)
        for which, amount in state.raised(each, at):
            limit = state.limits[which]
            again = limit.counts == Counts.PARTS
            state.counts[which] = counted(state.problem, state.table, limit) if again else state.counts[which] + amount


def _cost_at(state: State, number: int, at: int) -> int | None:
    """What it costs to put a lesson there, None where that breaks what must hold."""
    group = state.groups.get(number, (number,))
    if any(at in state.table[each] for each in group):
        return None
    grown: dict[int, int] = {}
    for each in group:
        for which, amount in state.raised(each, at):
            grown[which] = grown.get(which, 0) + amount
    cost = 0
    for which, amount in grown.items():
        limit, count = state.limits[which], state.counts[which]
        after = count + (_parts_more(state, limit, group, at) if limit.counts == Counts.PARTS else amount)
        if after > limit.most and after > count:
            if limit.weight == MUST:
                return None
            cost += limit.weight * (after - max(limit.most, count))
    return cost


def _parts_more(state: State, limit: Limit, group: Sequence[int], at: int) -> int:
    """How many parts of a limit would be used more."""
    trial: dict[int, set[int]] = {each: state.table[each] for each in limit.courses}
    before = counted(state.problem, trial, limit)  # type: ignore[arg-type]
    for each in limit.courses.intersection(group):
        trial[each] = trial[each] | {at}
    return counted(state.problem, trial, limit) - before  # type: ignore[arg-type]


@dataclass
class Clock:
    """How long a search may go on, and whether somebody has stopped it."""

    seconds: float
    stopped: Callable[[], bool] = lambda: False
    began: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until it has to end; 0 once it has been stopped."""
        return 0.0 if self.stopped() else self.seconds - self.elapsed


def improve(state: State, clock: Clock, *, seed: int = 1) -> Iterator[bool]:
    """Free a part, solve it anew, take what is better; says after each part whether that was so.

    Ends when time is over or nothing is left to make better.
    """
    chance = random.Random(seed)  # noqa: S311 - the same seed has to find the same tables
    size, idle = SMALLEST, 0
    while clock.left > 0 and state.cost > 0:
        before = state.rank
        free = state.closed(_part(state, size, chance))
        found, proven = _solved(state, free, chance.randrange(2**31), clock.left)
        if found is not None:
            state.put(found)
        if state.rank < before:
            idle = 0
            yield True
            continue
        yield False
        idle += 1
        # A part that was solved to its end may be larger, one that wasn't smaller.
        size = min(LARGEST, size + 4) if proven else max(SMALLEST, size - 6)
        if proven and len(free) == len(state.problem.courses):
            return


def _solved(state: State, free: set[int], seed: int, seconds: float) -> tuple[Table | None, bool]:
    touching = (state.limits[each] for each in state.touching(free))
    # While lessons have no time yet, what only should hold would cost time and gain nothing.
    limits = [each for each in touching if each.weight == MUST] if state.missing else list(touching)
    model: Model = model_of(state.problem, limits, state.table, free)
    solver = solver_with(seed, seconds=min(seconds, 6.0), effort=EFFORT)
    status = solver.solve(model.cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, False
    return solved_table(model, solver, state.table), status == cp_model.OPTIMAL


def _part(state: State, size: int, chance: random.Random) -> set[int]:
    """Courses to be freed: around one that has no time or that costs something, then of classes at random."""
    problem = state.problem
    found: set[int] = set()
    if (seeded := _troubled(state, chance)) is not None:
        found |= seeded
        for need in _needs(problem, seeded, chance):
            if len(found) >= size:
                return found
            found |= set(problem.users[need])
    classes = [need for need in problem.users if need[0] == "class"]
    # Courses of no class come along with those that they begin with.
    reached = found.union(*(problem.users[need] for need in classes))
    while len(found) < min(size, len(reached)):
        found |= set(problem.users[chance.choice(classes)])
    return found


def _needs(problem: Problem, courses: set[int], chance: random.Random) -> list[tuple[str, int | str]]:
    """Who and what some courses occupy, classes first, then those of their teachers' other classes, in any order."""
    ranked: dict[tuple[str, int | str], float] = {}
    for number in sorted(courses):
        for need in problem.courses[number].needs:
            ranked.setdefault(need, (need[0] != "class") + chance.random())
    for need in list(ranked):
        if need[0] != "class":
            for other in problem.users[need]:
                for further in problem.courses[other].needs:
                    ranked.setdefault(further, 2 + (further[0] != "class") + chance.random())
    return sorted(ranked, key=lambda need: ranked[need])


def _troubled(state: State, chance: random.Random) -> set[int] | None:
    courses = state.problem.courses
    missing = [number for number, course in enumerate(courses) if len(state.table[number]) < course.count]
    if missing:
        return {chance.choice(missing)}
    excesses = state.excess
    costly = [each for each, excess in enumerate(excesses) if excess and state.limits[each].weight]
    if not costly or chance.random() < 0.15:
        return None
    weights = [state.limits[each].weight * excesses[each] for each in costly]
    limit = state.limits[chance.choices(costly, weights)[0]]
    some = sorted(limit.courses)
    return set(chance.sample(some, min(4, len(some))))
