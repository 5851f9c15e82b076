"""Rules that contradict each other: the few of which no one can be left out.

Whatever can't be done of a part can't be done of the whole, so that small parts (one class, one teacher, one kind of
room, what begins together) are looked at first: what contradicts itself usually does so there, and is found in no time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from santong.lib.timetabling.modelling import model_of, solver_with
from santong.lib.timetabling.problem import MUST, Problem
from santong.lib.timetabling.searching import linked

KINDS = ("teacher", "class", "room", "place")
"""Whose part is looked at first."""


@dataclass(frozen=True)
class Contradiction:
    """Rules that can't hold together, and about whom they speak there, such as ("teacher", 4).

    Leaving out any of them makes the part possible, unless `is_minimal` says that the time didn't suffice to find out.
    Without rules there is too much to teach for those alone.
    """

    rules: Sequence[int]
    of: tuple[str, int | str]
    is_minimal: bool = True


def contradiction(
    problem: Problem, seconds: float = 30.0, *, seed: int = 1, suspects: Sequence[int] = (), only_near: bool = False
) -> Contradiction | None:
    """Why nothing fits; None where a table is possible, or where the time didn't suffice to find out.

    `suspects` are courses that found no time: parts that hold one are looked at first. `only_near`: nothing but the
    classes, teachers and rooms of those, which takes no time.
    """
    ends = time.monotonic() + seconds
    first = set(suspects)
    near = {need for each in suspects for need in problem.courses[each].needs}
    parts = (
        ((need, problem.users[need]) for need in sorted(near, key=lambda need: (KINDS.index(need[0]), need[1])))
        if only_near
        else _parts(problem)
    )
    for of, courses in sorted(parts, key=lambda part: first.isdisjoint(part[1])):
        if time.monotonic() > ends:
            return None
        part = problem.part_of(courses)
        if is_possible(part, min(5.0, ends - time.monotonic()), seed=seed) is False:
            return _smallest(part, of, ends, seed)
    if only_near:
        return None
    if is_possible(problem, ends - time.monotonic(), seed=seed, workers=2) is False:
        return _smallest(problem, ("", ""), ends + seconds, seed)
    return None


def _parts(problem: Problem) -> Iterator[tuple[tuple[str, int | str], Sequence[int]]]:
    """The smallest first: a teacher, a class, a kind of room; what begins together; a class with its teachers."""
    for kind in KINDS:
        yield from ((need, users) for need, users in problem.users.items() if need[0] == kind)
    groups = dict.fromkeys(linked(problem).values(), ("", ""))
    for whole in groups:
        around = {other for each in whole for need in problem.courses[each].needs for other in problem.users[need]}
        yield ("", ""), sorted(around)
    for need, users in problem.users.items():
        if need[0] == "class":
            teachers = {each for number in users for each in problem.courses[number].needs if each[0] != "class"}
            yield need, sorted({*users, *(other for each in teachers for other in problem.users[each])})


def is_possible(problem: Problem, seconds: float, *, seed: int = 1, workers: int = 1) -> bool | None:
    """Whether everything that must hold can; None where the time didn't suffice to find out."""
    limits = [*problem.world, *(each for each in problem.limits if each.weight == MUST)]
    courses = range(len(problem.courses))
    model = model_of(problem, limits, [set() for _each in courses], courses, complete=True)
    model.cp.clear_hints()
    status = solver_with(seed, seconds=seconds, workers=workers).solve(model.cp)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return True
    return False if status == cp_model.INFEASIBLE else None


def _smallest(part: Problem, of: tuple[str, int | str], ends: float, seed: int) -> Contradiction:
    """Leave out one rule after the other, and keep it out where it is still impossible."""
    kept, sure = sorted(part.musts), True
    for rule in list(kept):
        fewer = [each for each in kept if each != rule]
        possible = is_possible(part.only(fewer), max(0.5, min(5.0, ends - time.monotonic())), seed=seed)
        if possible is False:
            kept = fewer
        sure = sure and possible is not None
    return Contradiction(kept, of, sure)
