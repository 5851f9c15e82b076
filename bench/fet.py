"""The official examples of FET (Debian package fet-data): how many are read, what of them is a rule, what is solved.

`read` of `files` gave lines and rules; `rules` are made of constraints, `other` counts the constraints that are only
named, `kinds` how many kinds of those there are. Of the 30 smallest (by activities) `small_known` have no lesson over
two hours, and `small_solved` of those a timetable within 60 s in which all that must hold does: activities and the
constraints that are rules here, without rooms. The examples come from `FET_EXAMPLES`, else from the package.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.contract import Run, at_least, at_most, main, say
from santong.lib.fet.problem import problem_of
from santong.lib.fet.reading import Fet, NotFet, read_fet
from santong.lib.fet.rules import rules_of
from santong.lib.timetabling.evaluating import evaluate
from santong.lib.timetabling.solving import Contradicted, Found, solve

LIMITS = {"files": at_least(200), "read": at_least(200), "slowest_read_s": at_most(10)}
SMALL, SECONDS = 30, 60


def examples() -> Iterator[bytes]:
    """The files, packed or not."""
    given = os.environ.get("FET_EXAMPLES")
    with tempfile.TemporaryDirectory() as folder:
        if not given:
            subprocess.run(["apt-get", "download", "fet-data"], cwd=folder, check=True, capture_output=True)
            [package] = Path(folder).glob("fet-data*.deb")
            subprocess.run(["dpkg", "-x", package, folder], check=True)
        for path in sorted(Path(given or folder).rglob("*.fet*")):
            if path.is_file() and path.name.endswith((".fet", ".fet.gz")):
                content = path.read_bytes()
                yield gzip.decompress(content) if path.suffix == ".gz" else content


def measure(run: Run) -> dict[str, float]:
    """Read all, solve the smallest."""
    figures: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    slowest, read = 0.0, []
    for content in examples():
        figures["files"] += 1
        before = time.monotonic()
        try:
            fet = read_fet(content)
            rules, other = rules_of(fet)
        except NotFet:
            continue
        slowest = max(slowest, time.monotonic() - before)
        figures["read"] += 1
        figures["rules"] += len(rules)
        unknown += other
        read.append(fet)
    say(f"{figures['read']} of {figures['files']} read; most often unknown: {unknown.most_common(5)}")
    small = sorted(read, key=lambda each: len(each.activities))[: run.pick(SMALL, 5)]
    figures |= solved(small, SECONDS if not run.quick else 5)
    return {**figures, "other": sum(unknown.values()), "kinds": len(unknown), "slowest_read_s": round(slowest, 2)}


def solved(small: list[Fet], seconds: int) -> Counter[str]:
    """How many of some have a timetable."""
    found: Counter[str] = Counter(small_known=0, small_solved=0, small_impossible=0)
    for fet in small:
        problem = problem_of(fet)
        if problem is None:
            continue
        found["small_known"] += 1
        for news in solve(problem, seconds=seconds):
            if isinstance(news, Found):
                found["small_solved"] += evaluate(problem, news.table).is_feasible
                break
            found["small_impossible"] += isinstance(news, Contradicted)
        say(f"{len(fet.activities)} activities: {dict(found)}")
    return found


if __name__ == "__main__":
    main("fet", measure, LIMITS)
