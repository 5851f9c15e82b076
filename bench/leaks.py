"""Everybody asks for everything: how often something of one school shows, or changes, from another.

    python -m bench.leaks [--db postgresql] [--quick]

A probe is one cell of role × address × kind of object: whether an answer holds a planted object
that its reader may not see (see tests/guards/leaks). Requests run through the whole application in
this machine's processes; each is rolled back.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

from bench.contract import ROOT, Run, at_least, at_most, main, say

LIMITS = {"probes": at_least(100_000), "leaks": at_most(0)}
QUICK_LIMITS = {**LIMITS, "probes": at_least(5_000)}
QUICK_SECONDS = "25"


def measure(run: Run) -> Mapping[str, float]:
    """Build the world in a new installation and probe it."""
    with run.installation(ALLOWED_HOSTS="testserver", PUBLIC_URL="http://127.0.0.1", LOG_LEVEL="ERROR") as made:
        made.run("migrate")
        say("probing")
        command = [sys.executable, "-m", "tests.guards.leaks", *(["--seconds", QUICK_SECONDS] if run.quick else [])]
        done = subprocess.run(command, env=made.environment, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found = json.loads(done.stdout)
    for leak in found["examples"]:
        say(leak)
    return {"probes": found["probes"], "leaks": found["leaks"]}


if __name__ == "__main__":
    main("leaks", measure, QUICK_LIMITS if "--quick" in sys.argv else LIMITS)
