"""How good a table is, and what is wrong with it: one function for the solver, the screens and the API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from santong.lib.timetabling.clashing import Held, doubly_used
from santong.lib.timetabling.problem import MUST, Counts, Limit, Placement, Problem, Together

UNPLACED = 100_000
"""What a lesson without a time costs in a search: more than everything else together."""


@dataclass(frozen=True)
class Clash:
    """Lessons of two courses that can't be at one time (or of one course, twice), because of whom or what they need."""

    one: int
    other: int
    time: int
    need: tuple[str, int | str]


@dataclass(frozen=True)
class Breach:
    """A limit that doesn't hold, by how many."""

    limit: Limit
    excess: int

    @property
    def cost(self) -> int:
        """What it costs; nothing is said of what must hold."""
        return self.limit.weight * self.excess


@dataclass(frozen=True)
class Evaluation:
    """What is wrong with a table: clashes, lessons without a time (by course), and limits that don't hold."""

    clashes: Sequence[Clash]
    unplaced: dict[int, int]
    breaches: Sequence[Breach]
    apart: Sequence[Together]
    moved_locks: int

    @property
    def broken(self) -> list[Breach]:
        """The limits that must hold and don't."""
        return [each for each in self.breaches if each.limit.weight == MUST]

    @property
    def unmet(self) -> list[Breach]:
        """The limits that only should hold and don't."""
        return [each for each in self.breaches if each.limit.weight != MUST]

    @property
    def is_feasible(self) -> bool:
        """Whether everything is in the table and all that must hold does."""
        return not (self.clashes or self.unplaced or self.broken or self.apart or self.moved_locks)

    @property
    def cost(self) -> int:
        """What all breaches of what only should hold cost."""
        return sum(each.cost for each in self.unmet)


def evaluate(problem: Problem, placement: Placement) -> Evaluation:
    """Look at everything that a table must keep and should."""
    table = [tuple(each) for each in placement]
    missing = ((number, course.count - len(table[number])) for number, course in enumerate(problem.courses))
    return Evaluation(
        list(_clashes(problem, table)),
        {number: short for number, short in missing if short > 0},
        list(breaches(problem, table, problem.limits)),
        [each for each in problem.together if len({tuple(sorted(table[one])) for one in each.courses}) > 1],
        sum(lock.time not in table[lock.course] for lock in problem.locks),
    )


def _clashes(problem: Problem, table: Sequence[Sequence[int]]) -> Iterator[Clash]:
    held = [
        Held(number, start + more, list(course.needs), course.weeks)
        for number, course in enumerate(problem.courses)
        for start in table[number]
        for more in range(course.length)
    ]
    for one, other, need in doubly_used(held, problem.room_for):  # type: ignore[arg-type]
        yield Clash(one.what, other.what, one.time, need)  # type: ignore[arg-type]


def breaches(problem: Problem, table: Sequence[Iterable[int]], limits: Iterable[Limit]) -> Iterator[Breach]:
    """Which of some limits don't hold in a table."""
    for limit in limits:
        excess = counted(problem, table, limit) - limit.most
        if excess > 0:
            yield Breach(limit, excess)


def counted(problem: Problem, table: Sequence[Iterable[int]] | Mapping[int, Iterable[int]], limit: Limit) -> int:
    """How many of what a limit counts there are."""
    found = 0
    for part in limit.parts:
        here = 0
        for number in part.courses:
            length = 1 if limit.counts == Counts.LESSONS else problem.courses[number].length
            for start in table[number]:
                here += start in part.times
                here += length == 2 and start + 1 in part.times
        found += bool(here) if limit.counts == Counts.PARTS else here
    return found
