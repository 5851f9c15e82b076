"""Random sequences of doing and undoing: whether anything fails, disagrees or is refused without a reason.

    python -m bench.do_undo [--db postgresql] [--quick]

Imports, changes of the school year, transfers, mergers, appointments and removals through the
product's own actions, undone in any order (see tests/guards/sequences); each sequence is rolled back.
Every core runs its part of them in an installation of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from bench.contract import ROOT, Run, at_least, at_most, main, say

SEQUENCES = 5000
LIMITS = {"sequences": at_least(SEQUENCES), "errors": at_most(0), "unexplained": at_most(0)}
QUICK_LIMITS = {**LIMITS, "sequences": at_least(5)}
QUICK_SECONDS = "20"


def measure(run: Run) -> Mapping[str, float]:
    """Run the sequences, as many at the same time as there are cores."""
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as at_once:
        parts = list(at_once.map(partial(_part, run, -(-SEQUENCES // cores)), range(1, cores + 1)))
    for found in parts:
        for each in found["examples"]:
            say(each)
    return {name: sum(found[name] for found in parts) for name in ("sequences", "errors", "unexplained")}


def _part(run: Run, number: int, seed: int) -> dict[str, Any]:
    """Make the region in a new installation and run so many sequences; another seed makes others."""
    with run.installation(ALLOWED_HOSTS="testserver", PUBLIC_URL="http://127.0.0.1", LOG_LEVEL="ERROR") as made:
        made.run("migrate")
        say(f"running sequences, part {seed}")
        command = [sys.executable, "-m", "tests.guards.sequences", "--number", str(number), "--seed", str(seed)]
        command += ["--seconds", QUICK_SECONDS] if run.quick else []
        done = subprocess.run(command, env=made.environment, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main("do_undo", measure, QUICK_LIMITS if "--quick" in sys.argv else LIMITS)
