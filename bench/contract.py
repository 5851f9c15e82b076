"""What every benchmark has in common: its options, its one line of JSON, its limits.

    python -m bench.NAME [--db sqlite|postgresql] [--quick]

Progress goes to stderr; stdout gets exactly one line. The exit code is 0 when every figure keeps
its limit. With `--quick` a benchmark ends within 50 s on two cores; its figures then only show
that it works.

    LIMITS = {"lost": at_most(0)}

    def measure(run: Run) -> dict[str, float]: ...

    if __name__ == "__main__":
        main("jobs_kill", measure, LIMITS)
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import psutil

from santong.kit.testing.postgres import programs
from santong.kit.testing.serving import Installation, installation

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Limit:
    """The bound that a figure must keep."""

    least: float | None = None
    most: float | None = None

    def keeps(self, value: float) -> bool:
        """Whether the value is within."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def as_json(self) -> dict[str, float]:
        """{"min": …} or {"max": …}."""
        bounds = {"min": self.least, "max": self.most}
        return {name: value for name, value in bounds.items() if value is not None}


def at_most(value: float) -> Limit:
    return Limit(most=value)


def at_least(value: float) -> Limit:
    return Limit(least=value)


ONE_SIZE: Mapping[str, Mapping[str, Limit]] = {"small": {}}


@dataclass(frozen=True)
class Run:
    """One run: the database to measure on, whether it has to be quick, and for some how large the region is."""

    db: str = "sqlite"
    quick: bool = False
    size: str = "small"

    def pick(self, full: int, quick: int) -> int:
        """The number for this kind of run."""
        return quick if self.quick else full

    def installation(self, *, durable: bool | None = None, **environment: str) -> AbstractContextManager[Installation]:
        """A new installation on this run's database; its processes find the package `bench`, too.

        Without `durable`, and by default in a quick run, PostgreSQL leaves out fsync: what is killed
        are processes, not the machine.
        """
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        return installation(
            self.db, durable=not self.quick if durable is None else durable, PYTHONPATH=path, **environment
        )


def say(text: str) -> None:
    """Progress, on stderr."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def main(
    name: str,
    measure: Callable[[Run], Mapping[str, float | str]],
    limits: Mapping[str, Limit],
    *,
    sizes: Mapping[str, Mapping[str, Limit]] = ONE_SIZE,
) -> None:
    """Measure, print the line, and exit with 0 when every limit is kept.

    `sizes` are the values of `--size` with the limits that each has besides, the default first.
    """
    options = _parser(name, tuple(sizes)).parse_args()
    run = Run(options.db, options.quick, options.size)
    figures = measure(run)
    limits = {**limits, **sizes[run.size]}
    ok = all(limit.keeps(float(figures[figure])) for figure, limit in limits.items())
    line = {
        "name": name,
        "db": run.db,
        "quick": run.quick,
        **({"size": run.size} if len(sizes) > 1 else {}),
        "machine": machine(run.db),
        "figures": {name: value if isinstance(value, str) else round(value, 3) for name, value in figures.items()},
        "limits": {figure: limit.as_json() for figure, limit in limits.items()},
        "ok": ok,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
    sys.exit(0 if ok else 1)


def _parser(name: str, sizes: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}")
    parser.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--quick", action="store_true", help="end within 50 s")
    parser.add_argument("--size", choices=sizes, default=sizes[0])
    return parser


def machine(db: str) -> dict[str, object]:
    """What the figures were measured on."""
    return {
        "cpu": _cpu_name(),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "load": round(os.getloadavg()[0], 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "database": _database_name(db),
    }


def _cpu_name() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def _database_name(db: str) -> str:
    if db == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {programs().parent.name}"
