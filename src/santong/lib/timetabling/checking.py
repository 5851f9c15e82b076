"""What can be seen at once: too much for the week of a class, a teacher or the rooms; locks that can't be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from santong.lib.timetabling.clashing import Held, doubly_used
from santong.lib.timetabling.problem import EVEN, ODD, Problem


@dataclass(frozen=True)
class TooMuch:
    """A class, a teacher or a kind of room, `of`, would need `periods` of a week that has room for `room` alone."""

    of: tuple[str, int | str]
    periods: int
    room: int


@dataclass(frozen=True)
class LockedTwice:
    """Two locks need the same, `of`, at one time."""

    one: int
    other: int
    of: tuple[str, int | str]


Problems = TooMuch | LockedTwice


def check(problem: Problem) -> list[Problems]:
    """Why there can be no table, as far as counting tells; nothing said doesn't mean that there is one."""
    return [*_too_much(problem), *_locked_twice(problem)]


def _too_much(problem: Problem) -> Iterator[TooMuch]:
    for need, users in problem.users.items():
        room = problem.room_for(need) * len(problem.week.times)
        courses = [problem.courses[each] for each in users]
        load = max(sum(each.count * each.length for each in courses if each.weeks & mask) for mask in (ODD, EVEN))
        if load > room:
            yield TooMuch(need, load, room)


def _locked_twice(problem: Problem) -> Iterator[LockedTwice]:
    held = []
    for lock in problem.locks:
        course = problem.courses[lock.course]
        times = range(lock.time, lock.time + course.length)
        held += [Held(lock, time, list(course.needs), course.weeks) for time in times]
    for one, other, need in doubly_used(held, problem.room_for):  # type: ignore[arg-type]
        yield LockedTwice(one.what.rule, other.what.rule, need)  # type: ignore[arg-type]
