"""Dashboards of a city of 20 counties with 60 schools each: CPU of a county's page, what a wall costs the server.

`page_cpu_ms` is the CPU of the dashboard of a county of 60 schools with twelve panels, the median of requests in a
process, `city_cpu_ms` that of the city, `school_cpu_ms` that of a school. `queries` are how often the county
asks the database. `wall_made_ms` is the CPU of making the content of a wall, `wall_cpu_ms` that of giving out what was
made, and `wall_http_ms` the 95th percentile of sixty walls that ask one after the other over HTTP.
"""

from __future__ import annotations

import os
import statistics
import time
import urllib.request
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import django
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say

LIMITS = {
    "schools": at_least(1200),
    "page_cpu_ms": at_most(50),
    "city_cpu_ms": at_most(60),
    "school_cpu_ms": at_most(50),
    "wall_cpu_ms": at_most(6),
}
QUICK = {"schools": 1200, "times": 5}
MONTHS = 6


def measure(run: Run) -> Mapping[str, float]:
    """Fill a region by bulk, compute its months, open pages, let walls ask."""
    with run.installation(LOG_LEVEL="ERROR", PUBLIC_URL="http://127.0.0.1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        schools = run.pick(1200, QUICK["schools"])
        filled(schools)
        found = pages(run.pick(30, QUICK["times"]))
        say(f"pages: {found}")
        found |= walls(run.pick(60, QUICK["times"]))
        cookie = found.pop("cookie")
        with place.serving("--bare") as served:
            found["wall_http_ms"] = over_http(served.url, str(cookie), run.pick(60, QUICK["times"]))
        return {"schools": schools, **found}


def filled(schools: int) -> None:
    """Schools with what measures would have counted in some months, and the indicators computed of it."""
    from bench.indicators import fill
    from santong.domains.governance.indicators.computing import compute
    from santong.domains.governance.indicators.public import Indicator
    from santong.kit.measures.public import Counted, Figure, Period

    fill(schools)
    month = Period.this_month()
    rows, counted = list(Figure.objects.all()), list(Counted.objects.all())
    shown = set(Indicator.objects.by_installation().filter(code__in=CODES).values_list("pk", flat=True))
    compute(month.first, shown)
    for _number in range(MONTHS - 1):
        month = month.before
        _repeat(rows, month.first)
        _repeat(counted, month.first)
        compute(month.first, shown)
    say(f"{MONTHS} months of {len(shown)} indicators are computed")


CODES = (
    "JS-03", "JS-08", "JS-13", "P-01", "P-03", "P-04", "P-06", "P-07", "P-08", "H-03", "H-05", "B17-2.5", "B17-1.3"
)  # fmt: skip
"""The indicators of the dashboards that come with the product."""


def _repeat(rows: list[Any], day: date) -> None:
    for row in rows:
        row.pk, row.day = None, day
    type(rows[0]).objects.bulk_create(rows, batch_size=5000)


def pages(times: int) -> dict[str, Any]:
    """CPU of the pages of city, county and school; how often the county's asks the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from santong.domains.platform.access.testing import signed_in
    from santong.domains.platform.organisations.public import Organisation

    places = Organisation.objects.by_installation()
    city, county = places.get(path="0001"), places.get(path="00010000")
    school = places.filter(path__startswith="00010000", kind="school").order_by("path")[0]
    client = signed_in("bureau_officer", city)
    client.defaults["SERVER_NAME"] = "127.0.0.1"
    found: dict[str, Any] = {}
    for name, place in (("page_cpu_ms", county), ("city_cpu_ms", city), ("school_cpu_ms", school)):
        address = f"/dashboards/?place={place.pk}"
        found[name] = cpu(lambda address=address: _opened(client, address), times)  # type: ignore[misc]
    with CaptureQueriesContext(connection) as queries:
        _opened(client, f"/dashboards/?place={county.pk}")
    return {**found, "queries": len(queries)}


def _opened(client: Any, address: str, **more: Any) -> Any:
    answer = client.get(address, **more)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return answer


def cpu(ask: Callable[[], object], times: int) -> float:
    """The median of the milliseconds of CPU that something takes, once everything is loaded."""
    ask()
    spent = []
    for _time in range(times):
        began = time.process_time()
        ask()
        spent.append(1000 * (time.process_time() - began))
    return round(statistics.median(spent), 1)


def walls(times: int) -> dict[str, Any]:
    """CPU of making a wall's content and of giving it out; with the cookie of a paired device."""
    from django.core.cache import cache
    from django.test import Client

    from santong.domains.governance.dashboards.actions import put_wall
    from santong.domains.governance.dashboards.models import Dashboard, Wall
    from santong.domains.platform.organisations.public import Organisation
    from santong.kit.access import SYSTEM

    county = Organisation.objects.by_installation().get(path="00010000")
    boards = list(Dashboard.objects.by_installation().filter(path="", level="county").order_by("order"))
    client = Client(SERVER_NAME="127.0.0.1")
    code = client.post("/wall/code/", headers={"X-Wall": "1"}).json()["code"]
    wall = Wall(place=county, path=county.path, name="大厅")
    put_wall(acting=SYSTEM, wall=wall, boards=boards, code=code)

    def made() -> None:
        cache.clear()
        _opened(client, "/wall/content/")

    return {
        "wall_boards": len(boards), "wall_made_ms": cpu(made, min(times, 10)),
        "wall_cpu_ms": cpu(lambda: _opened(client, "/wall/content/"), times), "cookie": client.cookies["wall"].value,
    }  # fmt: skip


def over_http(url: str, cookie: str, times: int) -> float:
    """Milliseconds in which walls get their content over HTTP, the 95th percentile."""
    request = urllib.request.Request(f"{url}/wall/content/", headers={"Cookie": f"wall={cookie}", "X-Wall": "1"})
    spent = []
    for number in range(times + 2):
        began = time.perf_counter()
        with urllib.request.urlopen(request) as answer:
            answer.read()
        if number > 1:  # the first ones make what is given out, in each process
            spent.append(1000 * (time.perf_counter() - began))
    return round(statistics.quantiles(spent, n=20)[-1], 1)


if __name__ == "__main__":
    main("dashboards", measure, LIMITS)
