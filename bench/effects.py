"""The jobs that `jobs_kill` runs, and the table where they leave their effects.

The table has no uniqueness on purpose: an effect that happens twice must be seen.
"""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection

from santong.kit.jobs.public import job, progress

PARTS = 3
PAUSE = 0.02


def create_table() -> None:
    """An empty table of effects."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_effect (job integer NOT NULL, part integer NOT NULL)")


def counts() -> dict[tuple[int, int], int]:
    """How often each effect happened, by job and part."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT job, part, COUNT(*) FROM bench_effect GROUP BY job, part")
        return {(number, part): times for number, part, times in cursor.fetchall()}


def _leave(number: int, part: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_effect (job, part) VALUES (%s, %s)", [number, part])


@job(title="Effect in one transaction", atomic=True, retries=20, backoff=timedelta(seconds=1))
def at_once(number: int) -> None:
    """All parts together with the completion mark."""
    for part in range(PARTS):
        time.sleep(PAUSE)
        _leave(number, part)


@job(title="Effect in steps", retries=20, backoff=timedelta(seconds=1))
def in_steps(number: int) -> None:
    """Each part together with the position."""
    for part in range(progress.position(), PARTS):
        time.sleep(PAUSE)
        with progress.step(part + 1):
            _leave(number, part)
        progress.report(part + 1, PARTS)


KINDS = (at_once, in_steps)
