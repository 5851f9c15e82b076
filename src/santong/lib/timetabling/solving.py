"""Has a timetable made by a process of its own, so that it can be stopped at any moment and takes nobody along."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from santong.lib.timetabling.problem import Problem

TICK = 0.5
"""Seconds after which it looks whether somebody has stopped it."""


class SolverDied(Exception):
    """The process ended without having said so; the text is the end of what it complained of."""


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
    command = [sys.executable, "-m", "santong.lib.timetabling.process"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        yield from _listen(process, json.dumps(given))
    finally:
        process.kill()
        process.wait()


def _listen(process: subprocess.Popen[str], given: str) -> Iterator[News]:
    lines: queue.Queue[str | None] = queue.Queue()
    complaints: list[str] = []
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    _in_background(lambda: _write(process, given))
    _in_background(lambda: _read(process.stdout, lines.put))
    _in_background(lambda: _read(process.stderr, lambda line: complaints.append(line or "")))
    while True:
        try:
            line = lines.get(timeout=TICK)
        except queue.Empty:
            yield Nothing()
            continue
        if line is None:
            raise SolverDied("".join(complaints)[-1000:])
        news = _news(json.loads(line))
        yield news
        if isinstance(news, Ended | Contradicted):
            return


def _in_background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


def _write(process: subprocess.Popen[str], given: str) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(given + "\n")
        process.stdin.close()
    except (BrokenPipeError, ValueError):
        return  # It died before it had read all; whoever listens hears of that.


def _read(stream: Any, tell: Callable[[str | None], object]) -> None:
    for line in stream:
        tell(line)
    tell(None)


def _news(said: dict[str, Any]) -> News:
    kind = said["said"]
    if kind == "found":
        return Found(said["table"], said["cost"], said["seconds"])
    if kind == "missing":
        return Missing(said["missing"], said["seconds"])
    if kind == "contradiction":
        return Contradicted(said["rules"], (said["of"][0], said["of"][1]), said["minimal"])
    return Ended(said["unplaced"])
