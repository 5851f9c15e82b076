"""Runs random sequences in the installation that the environment names: for the benchmark.

    python -m tests.guards.sequences --number N [--seconds S] [--seed X]

Prints one line of JSON. Everything happens in one transaction, which is rolled back.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from random import Random

import django

SHORTEST, LONGEST = 3, 9
TOLD_EVERY = 100


def main() -> None:
    """So many sequences of three to nine steps; the same seed makes the same ones."""
    options = argparse.ArgumentParser()
    options.add_argument("--number", type=int, required=True)
    options.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    django.setup()
    logging.disable(logging.CRITICAL)
    from django.db import transaction  # these need Django

    from tests.guards.sequences.region import build
    from tests.guards.sequences.running import Findings, run
    from tests.guards.sequences.steps import STEPS

    findings, until = Findings(), time.monotonic() + given.seconds
    with transaction.atomic():
        region = build()
        while findings.sequences < given.number and time.monotonic() < until:
            random = Random(given.seed * given.number + findings.sequences)
            known = len(findings.errors)
            run(region, random, STEPS, random.randint(SHORTEST, LONGEST), findings)
            for error in findings.errors[known:]:
                print(error, file=sys.stderr)
            if findings.sequences % TOLD_EVERY == 0:
                print(f"{findings.sequences} sequences, {len(findings.errors)} errors", file=sys.stderr)
        transaction.set_rollback(True)
    print(f"steps {dict(findings.steps)} refusals {dict(findings.refusals)}", file=sys.stderr)
    numbers = {"sequences": findings.sequences, "errors": len(findings.errors)}
    examples = sorted([*findings.errors, *findings.unexplained], key=len)[:20]
    print(json.dumps({**numbers, "unexplained": len(findings.unexplained), "examples": examples}))


if __name__ == "__main__":
    main()
