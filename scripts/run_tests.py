"""Run all tests on SQLite and on PostgreSQL, and close with one line that counts both."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time

from santong.kit.testing.postgres import PostgresMissing, programs

COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


def main() -> int:
    """Returns the exit code: 0 when every test on every database passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="2")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), action="append")
    options, rest = parser.parse_known_args()
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    for database in options.db or available():
        started = time.monotonic()
        counted = run(database, options.workers, rest)
        for word in totals:
            totals[word] += counted[word]
        print(f"{database}: {counted} in {time.monotonic() - started:.0f} s", flush=True)
    print(f"{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped")
    return 1 if totals["failed"] else 0


def available() -> list[str]:
    """The databases that this machine can test on."""
    try:
        programs()
    except PostgresMissing as missing:
        print(f"SKIPPED, all tests on PostgreSQL: {missing}", file=sys.stderr)
        return ["sqlite"]
    return ["sqlite", "postgresql"]


def run(database: str, workers: str, rest: list[str]) -> dict[str, int]:
    """Run pytest once; what it counted, errors and a crash among the failures."""
    command = [sys.executable, "-m", "pytest", "--db", database, "-n", workers, "--dist", "loadgroup", "-rs", *rest]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    last = ""
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line if COUNT.search(line) else last
    code = process.wait()
    found = {word.rstrip("s") if word.startswith("error") else word: int(n) for n, word in COUNT.findall(last)}
    failed = found.get("failed", 0) + found.get("error", 0)
    return {
        "passed": found.get("passed", 0),
        "failed": failed or (1 if code else 0),
        "skipped": found.get("skipped", 0),
    }


if __name__ == "__main__":
    sys.exit(main())
