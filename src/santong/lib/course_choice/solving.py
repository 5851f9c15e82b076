"""Has groups formed by a process of its own, so that it can be stopped at any moment and takes nobody along."""

from __future__ import annotations

from collections.abc import Iterator

from santong.lib.course_choice.grouping import Grouped, Grouping
from santong.lib.processes import talk

PROCESS = "santong.lib.course_choice.process"


def solve(
    problem: Grouping, *, seconds: float, seed: int = 1, before: Grouped | None = None
) -> Iterator[Grouped | None]:
    """Answers, better and better, and None while there is no new one; they end once the search is over.

    With `before` as many as possible stay where they are. Whoever stops listening stops the search.

    Raises:
        ProcessDied: the process was killed or failed.
    """
    start = [list(before.bands), [list(each) for each in before.members]] if before is not None else None
    for said in talk(PROCESS, {"problem": problem.as_json(), "seed": seed, "seconds": seconds, "before": start}):
        if said is None:
            yield None
        elif said["said"] == "found":
            yield Grouped(said["bands"], said["members"])
        else:
            return
