"""A process of its own that makes a timetable: `python -m santong.lib.timetabling.process`.

It reads one line of JSON (`problem`, `seed`, `seconds`, `before`) and writes one for everything that it finds: `found`
with a table that can be used, `missing` with how many lessons have no time yet, `contradiction`, at last `ended`. It
can be killed at any time, and ends by itself once nobody waits for it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

from santong.lib.processes import when_orphaned
from santong.lib.timetabling.contradicting import contradiction
from santong.lib.timetabling.problem import Problem, read
from santong.lib.timetabling.searching import Clock, State, begin, improve

PATIENCE = 4.0
"""Seconds without progress after which it looks whether the rules contradict each other."""
LOOKING, LAST_LOOK = 40.0, 10.0
"""Seconds for that while the search goes on, and once its time is over."""


def main() -> None:
    """Read, search, say what is found."""
    parent = os.getppid()
    when_orphaned(parent, lambda: os._exit(1))
    given = json.loads(sys.stdin.readline())
    for said in search(read(given["problem"]), given["before"], seed=given["seed"], seconds=given["seconds"]):
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


def search(problem: Problem, before: list[list[int]], *, seed: int, seconds: float) -> Iterator[dict[str, Any]]:
    """What is said, in order."""
    clock = Clock(seconds)
    state = begin(problem, before, seed=seed)
    yield _said(state, clock)
    last, looked, near = time.monotonic(), False, set[int]()
    for better in improve(state, clock, seed=seed):
        if better:
            last = time.monotonic()
            yield _said(state, clock)
        elif state.missing and not looked:
            # What found no time although all around it was free is looked at once; the whole only after a while.
            looked = time.monotonic() - last > PATIENCE
            found = _contradiction(state, seed, near if not looked else None)
            near |= set(_unplaced(state))
            if found is not None:
                yield found
                return
    if state.missing and not looked and (found := _contradiction(state, seed, seconds=LAST_LOOK)):
        yield found
        return
    yield {"said": "ended", "missing": state.missing, "unplaced": _unplaced(state), "seconds": clock.elapsed}


def _said(state: State, clock: Clock) -> dict[str, Any]:
    if state.missing:
        return {"said": "missing", "missing": state.missing, "seconds": clock.elapsed}
    table = [sorted(each) for each in state.table]
    return {"said": "found", "cost": state.cost, "seconds": clock.elapsed, "table": table}


def _unplaced(state: State) -> list[int]:
    courses = enumerate(state.problem.courses)
    return [number for number, course in courses if len(state.table[number]) < course.count]


def _contradiction(
    state: State, seed: int, known: set[int] | None = None, *, seconds: float = LOOKING
) -> dict[str, Any] | None:
    """Rules that contradict each other; near what found no time and isn't `known` yet, or anywhere without that."""
    suspects = [each for each in _unplaced(state) if known is None or each not in known]
    if known is not None and not suspects:
        return None
    found = contradiction(state.problem, seconds, seed=seed, suspects=suspects, only_near=known is not None)
    if found is None:
        return None
    return {"said": "contradiction", "rules": list(found.rules), "of": list(found.of), "minimal": found.is_minimal}


if __name__ == "__main__":
    main()
