"""Reading while everybody writes: pages asked for while nine writers wait for the database, over HTTP.

The database is held by another process, as a long import holds it; nine people sign in meanwhile,
which writes, and one reads. `read_p95_ms`: how long the slowest twentieth of the reads takes.
"""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.contract import Run, at_most, main, say
from bench.signin import PASSWORD, prepare, sign_in
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served

WRITERS = 9
HOLDING = 12
"""Seconds; below the 20 after which a writer gives up."""
FIRST = 1.0
"""Seconds in which the writers arrive."""


def measure(run: Run) -> dict[str, float]:
    """Read before, then while nine writers wait; the writers are served in the end."""
    with run.installation(LOG_LEVEL="WARNING", TRUSTED_PROXIES="1") as place:
        prepare(place, WRITERS + 1)
        with place.serving("--jobs", "0") as served:
            reader = signed_in(served)
            quiet = [read(reader) for _ in range(run.pick(50, 20))]
            say(f"p95 at rest {p95(quiet):.0f} ms; holding the database")
            with ThreadPoolExecutor(WRITERS) as people, held(place):
                for number in range(1, WRITERS + 1):
                    people.submit(sign_in, served.url, number)
                until = time.monotonic() + HOLDING
                time.sleep(FIRST)
                waits = []
                while time.monotonic() < until:
                    waits.append(read(reader))
    return {"read_p95_ms": p95(waits), "quiet_p95_ms": p95(quiet), "reads": len(waits), "slowest_ms": max(waits) * 1000}


@contextmanager
def held(place: Installation) -> Iterator[None]:
    """Nobody else writes meanwhile. With PostgreSQL writers don't wait for each other, so the table is locked."""
    url = place.environment.get("DATABASE_URL", "")
    if not url:
        connection = sqlite3.connect(place.home / "db.sqlite3", isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
    else:
        import psycopg

        connection = psycopg.connect(url)  # type: ignore[assignment]
        connection.execute("LOCK TABLE identity_attempts IN EXCLUSIVE MODE")
    try:
        yield
        connection.rollback()
    finally:
        connection.close()


def signed_in(served: Served) -> Visitor:
    """Somebody who has signed in."""
    visitor, headers = Visitor(served.url), {"X-Forwarded-For": "10.9.9.9"}
    visitor.get("/account/sign-in/", **headers)
    visitor.post("/account/sign-in/", {"identifier": "person0", "password": PASSWORD}, **headers)
    visitor.get("/account/places/")
    return visitor


def read(visitor: Visitor) -> float:
    """Seconds that a page takes which reads the database."""
    began = time.monotonic()
    status, text = visitor.get("/account/places/", **{"X-Forwarded-For": "10.9.9.9"})
    if status != 200:
        raise RuntimeError(f"the page can't be read: {status} {text[:500]}")
    return time.monotonic() - began


def p95(seconds: list[float]) -> float:
    """In milliseconds; the only one when there is no more."""
    return 1000 * (statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0])


LIMITS = {"read_p95_ms": at_most(500)}

if __name__ == "__main__":
    main("reads", measure, LIMITS)
