"""Run all tests on SQLite and on PostgreSQL, and close with one line that counts both.

The two workers of a run take each other's time, and a browser that waits long enough gives up. So a few tests that
failed run once more, alone: what fails again has failed; what passes is counted as passed and named as unsteady.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from santong.kit.testing.postgres import PostgresMissing, programs

COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped)")
FAILURE = re.compile(r"(?:FAILED|ERROR) (\S+?::.+?)(?:@[\w-]+)?(?: - .*)?$")
MOST_AGAIN = 8
"""More failures than this are no accident, and none of them runs again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run counted: errors and a crash are among the failures; the tests that failed, by their addresses."""

    passed: int
    failed: int
    skipped: int
    failures: Sequence[str] = field(default=())

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many passed, failed and were skipped."""
        return self.passed, self.failed, self.skipped


def main() -> int:
    """Returns the exit code: 0 when every test on every database passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="2")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), action="append")
    options, rest = parser.parse_known_args()
    outcomes, unsteady = [], []
    for database in options.db or available():
        started = time.monotonic()
        outcome = run(database, "-n", options.workers, "--dist", "loadgroup", *rest)
        again = once_more(database, outcome)
        unsteady += [f"{database}: {each}" for each in outcome.failures if each not in again.failures]
        outcomes.append(again)
        counted = f"{again.passed} passed, {again.failed} failed, {again.skipped} skipped"
        print(f"{database}: {counted} in {time.monotonic() - started:.0f} s", flush=True)
        for each in again.failures:
            print(f"{database}: FAILED {each}")
    for each in unsteady:
        print(f"UNSTEADY, failed beside others and passed alone: {each}")
    passed, failed, skipped = (sum(counts) for counts in zip(*(each.counts for each in outcomes), strict=True))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def available() -> list[str]:
    """The databases that this machine can test on."""
    try:
        programs()
    except PostgresMissing as missing:
        print(f"SKIPPED, all tests on PostgreSQL: {missing}", file=sys.stderr)
        return ["sqlite"]
    return ["sqlite", "postgresql"]


def once_more(database: str, outcome: Outcome) -> Outcome:
    """The outcome after a few failed tests have run again, alone; as it was where there are many, or it crashed."""
    if not 0 < outcome.failed == len(outcome.failures) <= MOST_AGAIN:
        return outcome
    alone = run(database, "-n", "1", *outcome.failures)
    if alone.passed + alone.failed != outcome.failed:
        return outcome
    return Outcome(outcome.passed + alone.passed, alone.failed, outcome.skipped, alone.failures)


def run(database: str, *options: str) -> Outcome:
    """Run pytest once, and show what it says."""
    command = [sys.executable, "-m", "pytest", "--db", database, "-rsfE", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line.rstrip())
    return read(lines, process.wait())


def read(lines: Sequence[str], code: int) -> Outcome:
    """What pytest's last lines say, and its exit code."""
    last = next((line for line in reversed(lines) if COUNT.search(line)), "")
    found = {word.removesuffix("s") if word.startswith("error") else word: int(n) for n, word in COUNT.findall(last)}
    failed = found.get("failed", 0) + found.get("error", 0)
    failures = [match[1] for line in lines if (match := FAILURE.match(line))]
    return Outcome(
        found.get("passed", 0), failed or (1 if code else 0), found.get("skipped", 0), list(dict.fromkeys(failures))
    )


if __name__ == "__main__":
    sys.exit(main())
