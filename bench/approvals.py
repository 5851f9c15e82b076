"""Requests: sequences of all movements, the cost of a decision among twenty signers, attacks in conditions.

python -m bench.approvals [--db postgresql] [--quick]
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

from bench.contract import ROOT, Run, at_least, at_most, main, say

SEQUENCES, QUICK_SEQUENCES = 10_000, 1_000
ROUNDS, QUICK_ROUNDS = 20, 3
ATTACKS = 200
LIMITS = {
    "sequences": at_least(QUICK_SEQUENCES if "--quick" in sys.argv else SEQUENCES),
    "stuck": at_most(0),
    "lost": at_most(0),
    "step_ms": at_most(5),
    "attacks_executed": at_most(0),
}


def measure(run: Run) -> Mapping[str, float]:
    """Walk, decide, attack."""
    sequences = run.pick(SEQUENCES, QUICK_SEQUENCES)
    figures = _figures(run, sequences)
    say(f"{figures['steps']} movements in {sequences} sequences")
    return {
        "sequences": sequences,
        **{name: figures[name] for name in ("stuck", "lost", "step_ms", "attacks_executed")},
    }


def _figures(run: Run, sequences: int) -> dict[str, float]:
    """All of them, from a process with a new installation."""
    with run.installation(LOG_LEVEL="ERROR") as made:
        made.run("migrate")
        say("deciding")
        command = [sys.executable, "-m", "bench.requeststep", str(run.pick(ROUNDS, QUICK_ROUNDS)), str(sequences)]
        done = subprocess.run(command, env=made.environment, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    if figures["attacks"] < ATTACKS:
        raise ValueError(f"only {figures['attacks']} attacks were tried")
    return figures


if __name__ == "__main__":
    main("approvals", measure, LIMITS)
