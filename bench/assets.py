"""Lists of a region with 100,000 devices and as many assets: time over HTTP, and CPU time of the server for a page."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Mapping
from typing import Any

import django

from bench.contract import Run, at_least, at_most, main, say
from bench.pages import cost
from bench.visitor import Visitor

LIMITS = {
    "devices": at_least(100_000),
    "assets": at_least(100_000),
    "devices_p95_ms": at_most(50),
    "assets_p95_ms": at_most(50),
}
LISTS = {
    "devices": ("/devices/", "/devices/?kind=computer", "/devices/?silent=yes", "/devices/?sort=name"),
    "assets": ("/assets/", "/assets/?group=computer", "/assets/?state=idle", "/assets/?sort=number"),
}
WARM_UP = 5


def measure(run: Run) -> Mapping[str, float]:
    """Fill a small region, then walk the lists as a county officer's bureau sees them."""
    with run.installation(LOG_LEVEL="WARNING", SANTONG_DEMO="1", PUBLIC_URL="http://127.0.0.1") as place:
        place.run("prepare", "--migrate", "--demo", "small", "--bare")
        os.environ.update(place.environment)
        django.setup()
        numbers = _fill(run.pick(100_000, 2_000))
        say(f"{numbers} rows")
        with place.serving("--bare", "--size", "small", command="demo") as served:
            officer = Visitor(served.url)
            officer.enter("bureau")
            figures: dict[str, float] = dict(numbers)
            for name, addresses in LISTS.items():
                figures[f"{name}_p95_ms"] = max(_p95(officer, address, run.pick(60, 10)) for address in addresses)
                figures[f"{name}_cpu_ms"] = max(cost(served, officer, each, run.pick(40, 5)) for each in addresses)
            return figures


def _p95(visitor: Any, address: str, times: int) -> float:
    for _each in range(WARM_UP):
        visitor.get(address)
    took = []
    for _each in range(times):
        began = time.perf_counter()
        visitor.get(address)
        took.append((time.perf_counter() - began) * 1000)
    found = statistics.quantiles(took, n=20)[-1]
    say(f"{address}: p95 {found:.0f} ms")
    return found


def _fill(number: int) -> dict[str, float]:
    from santong.domains.campus.assets.models import Asset, AssetClass
    from santong.domains.campus.devices.models import Device
    from santong.domains.platform.organisations.public import Organisation

    schools = list(Organisation.objects.filter(kind="school").order_by("path"))
    classes = list(AssetClass.objects.filter(path="").order_by("pk"))
    states = ["in_use"] * 9 + ["idle"]
    for first in range(0, number, 5000):
        rows = range(first, min(first + 5000, number))
        Asset.objects.bulk_create(
            Asset(
                school=(school := schools[n % len(schools)]), path=school.path, asset_class=classes[n % len(classes)],
                name=f"设备{n}", number=f"N-{n:07}", serial=f"S{n:08}", state=states[n % 10], price=1000 + n % 5000,
            )
            for n in rows
        )  # fmt: skip
        Device.objects.bulk_create(
            Device(
                school=(school := schools[n % len(schools)]), path=school.path, name=f"PC-{n:07}", serial=f"S{n:08}",
                model="T500", system="Windows 11",
            )
            for n in rows
        )  # fmt: skip
    return {"devices": Device.objects.count(), "assets": Asset.objects.count()}


if __name__ == "__main__":
    main("assets", measure, LIMITS)
