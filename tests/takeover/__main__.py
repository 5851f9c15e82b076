"""Builds the world in the installation that the environment names, or judges it: for the benchmark.

python -m tests.takeover build        # prints the world as JSON
python -m tests.takeover facts        # reads the world from stdin, prints what makes accounts theirs
python -m tests.takeover begin        # the same for the next attacker, who finds no requests of those before
"""

from __future__ import annotations

import json
import sys

import django

from tests.takeover.cast import World


def main() -> None:
    """Print one line of JSON."""
    django.setup()
    from tests.takeover.judging import everybody, facts, withdraw_requests  # needs Django
    from tests.takeover.world import build

    if sys.argv[1] == "build":
        print(json.dumps(build().as_json()))
    else:
        if sys.argv[1] == "begin":
            withdraw_requests()
        print(json.dumps(facts(everybody(World.heard(json.load(sys.stdin))))))


if __name__ == "__main__":
    main()
