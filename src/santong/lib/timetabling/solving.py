"""Has a timetable made by a process of its own, so that it can be stopped at any moment and takes nobody along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from santong.lib.processes import ProcessDied, talk
from santong.lib.timetabling.problem import Problem

SolverDied = ProcessDied
PROCESS = "santong.lib.timetabling.process"


@dataclass(frozen=True)
class Found:
    """A table that can be used, what it costs, and after how many seconds it was there."""

    table: Sequence[Sequence[int]]
    cost: int
    seconds: float


@dataclass(frozen=True)
class Missing:
    """How many lessons have no time yet."""

    lessons: int
    seconds: float


@dataclass(frozen=True)
class Contradicted:
    """The numbers of the rules that contradict each other, and about whom that is."""

    rules: Sequence[int]
    of: tuple[str, int | str]
    is_minimal: bool


@dataclass(frozen=True)
class Ended:
    """The search is over; the courses that found no time, nothing where there is a table."""

    unplaced: Sequence[int]


@dataclass(frozen=True)
class Nothing:
    """Nothing new for a while: a moment to look around."""


News = Found | Missing | Contradicted | Ended | Nothing


def solve(problem: Problem, *, seconds: float, seed: int = 1, before: Sequence[Sequence[int]] = ()) -> Iterator[News]:
    """Search for so long; `before` is a table to begin with. Whoever stops listening stops the search.

    The tables that are found follow from the problem, `before` and the seed; how many there are in the time doesn't.

    Raises:
        SolverDied: the process was killed or failed.
    """
    given = {"problem": problem.as_json(), "seed": seed, "seconds": seconds, "before": [list(each) for each in before]}
    for said in talk(PROCESS, given):
        news = Nothing() if said is None else _news(said)
        yield news
        if isinstance(news, Ended | Contradicted):
            return


def _news(said: dict[str, Any]) -> News:
    kind = said["said"]
    if kind == "found":
        return Found(said["table"], said["cost"], said["seconds"])
    if kind == "missing":
        return Missing(said["missing"], said["seconds"])
    if kind == "contradiction":
        return Contradicted(said["rules"], (said["of"][0], said["of"][1]), said["minimal"])
    return Ended(said["unplaced"])
