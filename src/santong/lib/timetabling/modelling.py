"""A problem, or a few of its courses while all others stay, as a model for OR-Tools CP-SAT.

A course has one variable for each time: equal lessons of a class are not told apart, which keeps the solver from
looking at the same table in all its orders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ortools.sat.python import cp_model

from santong.lib.timetabling.evaluating import UNPLACED, counted
from santong.lib.timetabling.problem import MUST, Counts, Limit, Problem

Table = list[set[int]]
"""For each course when its lessons begin."""


@dataclass
class Model:
    """A model and its variables: `begins` by course and time, `short` by course."""

    problem: Problem
    free: Collection[int]
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    begins: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    short: dict[int, cp_model.IntVar] = field(default_factory=dict)
    costs: list[tuple[int, cp_model.IntVar]] = field(default_factory=list)

    def taught(self, course: int, time: int) -> list[cp_model.IntVar]:
        """The variables that say a free course is taught at a time."""
        found = [self.begins.get((course, time))]
        if self.problem.courses[course].length == 2:
            found.append(self.begins.get((course, time - 1)))
        return [each for each in found if each is not None]

    def counted(self, course: int, time: int, counts: Counts) -> list[cp_model.IntVar]:
        """The variables that a limit counts at a time."""
        if counts == Counts.LESSONS:
            found = self.begins.get((course, time))
            return [found] if found is not None else []
        return self.taught(course, time)


def model_of(
    problem: Problem, limits: Iterable[Limit], table: Table, free: Collection[int], *, complete: bool = False
) -> Model:
    """A model in which the courses in `free` may move and all others stay as they are in the table.

    `limits` are those that speak of a free course, the world's among them. Unless it has to be `complete`, lessons may
    be left out, which costs more than anything else. The table is its hint.
    """
    model = Model(problem, free)
    for number in free:
        _add_course(model, number, complete)
    for together in problem.together:
        _add_together(model, together.courses)
    for lock in problem.locks:
        if (lock.course, lock.time) in model.begins:
            model.cp.add(model.begins[lock.course, lock.time] == 1)
    for limit in limits:
        _add_limit(model, limit, table)
    if model.costs or model.short:
        parts = [weight * each for weight, each in model.costs] + [UNPLACED * each for each in model.short.values()]
        model.cp.minimize(sum(parts))
    _hint(model, table)
    return model


def _add_course(model: Model, number: int, complete: bool) -> None:
    course, cp = model.problem.courses[number], model.cp
    starts = model.problem.week.starts(course.length)
    own = [cp.new_bool_var("") for _start in starts]
    model.begins.update({(number, at): each for at, each in zip(starts, own, strict=True)})
    if complete:
        cp.add(sum(own) == course.count)
    else:
        model.short[number] = cp.new_int_var(0, course.count, "")
        cp.add(sum(own) + model.short[number] == course.count)


def _add_together(model: Model, courses: Sequence[int]) -> None:
    for one, other in pairwise(courses):
        if one in model.free and other in model.free:
            for at in model.problem.week.times:
                first, second = model.begins.get((one, at)), model.begins.get((other, at))
                if first is not None and second is not None:
                    model.cp.add(first == second)


def _add_limit(model: Model, limit: Limit, table: Table) -> None:
    if limit.counts == Counts.PARTS:
        terms, fixed = _used_parts(model, limit, table)
    else:
        terms, fixed = _summed(model, limit, table)
    _demand_at_most(model, limit, terms, limit.most - fixed)


def _summed(model: Model, limit: Limit, table: Table) -> tuple[list[cp_model.IntVar], int]:
    terms = [
        each
        for part in limit.parts
        for course in part.courses
        if course in model.free
        for time in part.times
        for each in model.counted(course, time, limit.counts)
    ]
    return terms, counted(model.problem, _staying(model, limit, table), limit)


def _staying(model: Model, limit: Limit, table: Table) -> Mapping[int, Iterable[int]]:
    return {each: () if each in model.free else table[each] for each in limit.courses}


def _used_parts(model: Model, limit: Limit, table: Table) -> tuple[list[cp_model.IntVar], int]:
    terms, fixed = [], 0
    for part in limit.parts:
        alone = Limit(limit.rule, limit.weight, 0, Counts.PERIODS, (part,))
        own, staying = _summed(model, alone, table)
        if staying:
            fixed += 1
        elif own:
            used = model.cp.new_bool_var("")
            model.cp.add_max_equality(used, own)
            model.cp.add_hint(used, bool(counted(model.problem, _by_number(table, part.courses), alone)))
            terms.append(used)
    return terms, fixed


def _by_number(table: Table, courses: Iterable[int]) -> Mapping[int, Iterable[int]]:
    return {each: table[each] for each in courses}


def _demand_at_most(model: Model, limit: Limit, terms: list[cp_model.IntVar], most: int) -> None:
    if limit.weight == MUST:
        if most == 1 and len(terms) > 1:
            model.cp.add_at_most_one(terms)
        elif len(terms) > most or most < 0:
            # What stays may break it already, where a table was made before the rule: then it may not grow.
            model.cp.add(sum(terms) <= max(most, 0))
        return
    if len(terms) > most:
        excess = model.cp.new_int_var(0, len(terms) + max(0, -most), "")
        model.cp.add(sum(terms) - most <= excess)
        model.costs.append((limit.weight, excess))


def _hint(model: Model, table: Table) -> None:
    for (number, at), each in model.begins.items():
        model.cp.add_hint(each, at in table[number])
    for number, each in model.short.items():
        model.cp.add_hint(each, model.problem.courses[number].count - len(table[number]))


def solved_table(model: Model, solver: cp_model.CpSolver, table: Table) -> Table:
    """The table with the free courses where the solver has put them."""
    found = [set(each) for each in table]
    for number in model.free:
        found[number] = set()
    for (number, at), each in model.begins.items():
        if solver.boolean_value(each):
            found[number].add(at)
    return found


def solver_with(seed: int, *, seconds: float, workers: int = 1, effort: float | None = None) -> cp_model.CpSolver:
    """A solver that answers alike for the same seed unless time runs out; `effort` doesn't depend on the clock."""
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.num_workers = workers
    solver.parameters.max_time_in_seconds = max(0.05, seconds)
    if workers > 1:
        solver.parameters.interleave_search = True
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    return solver
