"""Making the demonstration city: 428 schools, 179,434 pupils, 13,673 staff, compared with the source.

`--quick` makes the small region and compares nothing but that it has people.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from bench.contract import Run, at_most, main, say

LIMITS = {"seconds": at_most(240), "db_mb": at_most(1500), "mismatches": at_most(0)}


def measure(run: Run) -> Mapping[str, float]:
    """Run the modules' demo steps and count."""
    with run.installation(durable=False, LOG_LEVEL="WARNING", PUBLIC_URL="http://127.0.0.1") as place:
        place.run("migrate", "--verbosity", "0")
        os.environ.update(place.environment)
        import django

        django.setup()
        seconds = _make("small" if run.quick else "city")
        from santong.domains.campus.students.demo.fixture import mismatches

        wrong = [] if run.quick else mismatches()
        for line in wrong:
            say(line)
        size = _size(run.db)
        from django.db import connections

        connections.close_all()
    return {"seconds": seconds, "db_mb": size, "mismatches": len(wrong)}


def _make(size: str) -> float:
    from santong.kit.demo import DemoStep, Region
    from santong.kit.registry import registry

    region, begin, cpu = Region(size=size, say=say), time.perf_counter(), time.process_time()
    for step in registry.of(DemoStep):
        step.fill(region)
        say(f"{step.name}: {time.perf_counter() - begin:.0f} s, {time.process_time() - cpu:.0f} s of CPU")
    return time.perf_counter() - begin


def _size(db: str) -> float:
    from django.db import connection

    if db == "sqlite":
        name = str(connection.settings_dict["NAME"])
        return sum(Path(name + end).stat().st_size for end in ("", "-wal") if Path(name + end).exists()) / 1e6
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0]) / 1e6


if __name__ == "__main__":
    main("city", measure, LIMITS)
