"""Run all tests on SQLite and on PostgreSQL, and close with one line that counts both."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time

from santong.kit.testing.postgres import PostgresMissing, programs

COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")
FAILURE = re.compile(r"(FAILED|ERROR) \S+::")


def main() -> int:
    """Returns the exit code: 0 when every test on every database passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="2")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), action="append")
    options, rest = parser.parse_known_args()
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    failures: list[str] = []
    for database in options.db or available():
        started = time.monotonic()
        counted, lines = run(database, options.workers, rest)
        failures += [f"{database}: {line}" for line in lines]
        for word in totals:
            totals[word] += counted[word]
        print(f"{database}: {counted} in {time.monotonic() - started:.0f} s", flush=True)
    print(*failures, sep="\n", end="\n" if failures else "")
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


def run(database: str, workers: str, rest: list[str]) -> tuple[dict[str, int], list[str]]:
    """Run pytest once; what it counted, errors and a crash among the failures, and a line for each failure."""
    command = [sys.executable, "-m", "pytest", "--db", database, "-n", workers, "--dist", "loadgroup", "-rsfE", *rest]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    last = ""
    failures = []
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        if FAILURE.match(line):
            failures.append(line.rstrip())
        last = line if COUNT.search(line) else last
    code = process.wait()
    found = {word.rstrip("s") if word.startswith("error") else word: int(n) for n, word in COUNT.findall(last)}
    failed = found.get("failed", 0) + found.get("error", 0)
    counts = {
        "passed": found.get("passed", 0),
        "failed": failed or (1 if code else 0),
        "skipped": found.get("skipped", 0),
    }
    return counts, failures


if __name__ == "__main__":
    sys.exit(main())
