"""Access to 1,000,000 people with 800,000 appointments: checks, list pages, sums over counties.

Checks are timed in the process, as a view makes them; pages over HTTP, as people see them: the
lists of pupils and of appointments for an officer of the city, of a county and a principal, first
page and thousandth (a principal's last). Each sample is the best of three tries, so that the 95th
percentile tells of slow viewers and pages and not of what else the machine was doing.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from typing import Any

from bench.contract import Run, at_most, main, say

LIMITS = {
    "check_p95_ms": at_most(1),
    "page_p95_ms": at_most(50),
    "deep_page_p95_ms": at_most(50),
    "count_ms": at_most(100),
}
DEEP = 1000


def measure(run: Run) -> Mapping[str, float]:
    """Fill a region by bulk SQL, then time what it serves."""
    with (
        run.installation(durable=False, LOG_LEVEL="WARNING", PUBLIC_URL="http://127.0.0.1") as place,
        place.serving("--migrate") as served,
    ):
        os.environ.update(place.environment)
        import django

        django.setup()
        from bench.accessfill import Size, fill

        size = Size(schools=run.pick(250, 5))
        region = fill(size, say)
        checks = check_times(region, run.pick(4000, 600))
        counts = count_times(region)
        try:
            first, deep = page_times(served.url, region, run.pick(40, 5))
        except RuntimeError:
            say(served.log[-3000:])
            raise
        finally:
            close()
    say(f"first pages: median {statistics.median(first):.1f} ms; deep: {statistics.median(deep):.1f} ms")
    return {
        "people": size.people,
        "check_p95_ms": p95(checks),
        "page_p95_ms": p95(first),
        "deep_page_p95_ms": p95(deep),
        "count_ms": max(counts),
    }


def check_times(region: Any, times: int) -> list[float]:
    """May this viewer change that person? One comparison of paths and one query, for people in and out of reach."""
    from santong.domains.platform.identity.public import Person

    random = Random(7)
    viewers = [region.viewers[name] for name in ("city", "county", "principal")]
    keys = [random.randrange(1, region.size.people + 1) for _ in range(times)]

    def check(number: int) -> bool:
        viewer = viewers[number % len(viewers)]
        allowed = viewer.can("people.view", at=region.paths[number % len(region.paths)])
        return bool(Person.objects.visible_to(viewer, "people.view").filter(pk=keys[number]).exists()) or allowed

    for number in range(50):
        check(number)
    return [best(partial(check, number)) for number in range(times)]


def count_times(region: Any) -> list[float]:
    """The sums that the tree and the directory show, and a county's pupils counted one by one."""
    from santong.domains.campus.students.public import Pupil
    from santong.domains.platform.organisations.public import Organisation, count_below, counts_of

    county = region.viewers["county"]
    counties = list(Organisation.objects.filter(kind="county_bureau").values_list("path", flat=True))
    counts: dict[str, Callable[[], Any]] = {
        "all counties": lambda: counts_of(counties),
        "the city": lambda: count_below(region.city, "pupils"),
        "the rows of a county": lambda: Pupil.objects.visible_to(county).count(),
    }
    found = []
    for name, count in counts.items():
        count()
        found.append(statistics.median(timed(count) for _ in range(15)))
        say(f"count of {name}: {found[-1]:.1f} ms")
    return found


def page_times(url: str, region: Any, times: int) -> tuple[list[float], list[float]]:
    """Milliseconds of first and of deep pages, for each list and viewer in turn."""
    from bench.visitor import Visitor

    first: list[float] = []
    deep: list[float] = []
    visitors = {name: Visitor(url, {"session": key}) for name, key in region.sessions.items()}
    for name, visitor in visitors.items():
        for path, cursor in region.lists(name, DEEP):
            for address, found in ((path, first), (f"{path}?after={cursor}&from={(DEEP - 1) * 25 + 1}", deep)):
                for _ in range(3):
                    visit(visitor, address)
                spent = [best(partial(visit, visitor, address)) for _ in range(times)]
                say(f"{name} {address.split('?')[0]} {'deep' if '?' in address else 'first'}: p95 {p95(spent):.1f} ms")
                found += spent
    return first, deep


def visit(visitor: Any, address: str) -> None:
    """A page that answers with its rows."""
    status, text = visitor.get(address)
    if status != 200 or "<tbody" not in text:
        raise RuntimeError(f"{address} answered {status}: {text[:300]}")


def timed(work: Callable[[], Any]) -> float:
    """Milliseconds on the clock."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def best(work: Callable[[], Any]) -> float:
    """The least milliseconds of three tries."""
    return min(timed(work) for _ in range(3))


def p95(values: list[float]) -> float:
    """The value that 95 of 100 stay below."""
    return statistics.quantiles(values, n=20)[-1]


def close() -> None:
    """Leave the database before it is removed."""
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    main("access", measure, LIMITS)
