"""Random sequences of doing and undoing: whether anything fails, disagrees or is refused without a reason.

    python -m bench.do_undo [--db postgresql] [--quick]

Imports, changes of the school year, transfers, mergers, appointments and removals through the
product's own actions, undone in any order (see tests/guards/sequences); each sequence is rolled back.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

from bench.contract import ROOT, Run, at_least, at_most, main, say

SEQUENCES = 5000
LIMITS = {"sequences": at_least(SEQUENCES), "errors": at_most(0), "unexplained": at_most(0)}
QUICK_LIMITS = {**LIMITS, "sequences": at_least(5)}
QUICK_SECONDS = "20"


def measure(run: Run) -> Mapping[str, float]:
    """Make the region in a new installation and run the sequences."""
    with run.installation(ALLOWED_HOSTS="testserver", PUBLIC_URL="http://127.0.0.1", LOG_LEVEL="ERROR") as made:
        made.run("migrate")
        say("running sequences")
        command = [sys.executable, "-m", "tests.guards.sequences", "--number", str(SEQUENCES)]
        command += ["--seconds", QUICK_SECONDS] if run.quick else []
        done = subprocess.run(command, env=made.environment, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    found = json.loads(done.stdout)
    for each in found["examples"]:
        say(each)
    return {"sequences": found["sequences"], "errors": found["errors"], "unexplained": found["unexplained"]}


if __name__ == "__main__":
    main("do_undo", measure, QUICK_LIMITS if "--quick" in sys.argv else LIMITS)
