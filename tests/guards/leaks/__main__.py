"""Probes the installation that the environment names: for the benchmark.

    python -m tests.guards.leaks [--seconds N]

Prints one line of JSON. The world is built in one transaction, which is rolled back.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time

import django


def main() -> None:
    """Everybody at every school asks for the objects of all schools, page by page, API included."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=float, default=0.0, help="stop after this time, mid-way")
    seconds = options.parse_args().seconds
    django.setup()
    logging.disable(logging.CRITICAL)
    from tests.guards.leaks.running import run  # needs Django

    found = run(time.monotonic() + seconds if seconds else None)
    leaks = sorted(set(found.leaks))
    numbers = {"probes": found.probes, "requests": found.requests, "leaks": len(leaks), "failures": len(found.failures)}
    print(f"{numbers} statuses {dict(found.statuses)} failures {found.failures[:5]}", file=sys.stderr)
    print(json.dumps({**numbers, "examples": leaks[:40]}))


if __name__ == "__main__":
    main()
