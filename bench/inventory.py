"""Reports of inventory agents: public examples are taken, a second sending changes nothing, nothing is doubled.

`examples_taken` of the examples of glpi-project/inventory_format, whose directory `SANTONG_INVENTORY_EXAMPLES` names;
they aren't part of this repository. `rows_changed` by sending each of them a second time. In `histories` generated ones
computers are renamed, set up anew, given another card, cloned; `duplicates` counts computers that were taken for more
than one device, `overwritten` devices that stand for more than one computer.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say

LIMITS = {
    "rows_changed": at_most(0),
    "histories": at_least(500),
    "duplicates": at_most(0),
    "overwritten": at_most(0),
}
EXAMPLES = "SANTONG_INVENTORY_EXAMPLES"
LENGTH = 5
"""Events of a history."""


def measure(run: Run) -> Mapping[str, float]:
    """Send everything to one school."""
    with run.installation(LOG_LEVEL="WARNING") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        from santong.domains.platform.access.testing import make_region

        region = make_region()
        return {**_of_reports(region), **_of_histories(region, run.pick(500, 20))}


def _of_reports(region: Any) -> dict[str, float]:
    from santong.domains.campus.devices.models import Device

    bodies = [path.read_bytes() for path in sorted(Path(os.environ.get(EXAMPLES, "/nowhere")).glob("*.json"))]
    taken = changed = 0
    for body in bodies:
        taken += _send(region.lake, [body])
        before = _rows()
        _send(region.lake, [body])
        changed += sum(before[key] != row for key, row in _rows().items() if key in before) + len(_rows()) - len(before)
    devices = Device._base_manager.count()
    say(f"{taken} of {len(bodies)} examples, {devices} devices")
    return {"examples": len(bodies), "examples_taken": taken, "devices": devices, "rows_changed": changed}


def _rows() -> dict[tuple[str, int], Any]:
    """Everything that is kept of devices."""
    from santong.domains.campus.devices.models import Device, Mark

    return {(model.__name__, row["id"]): row for model in (Device, Mark) for row in model._base_manager.values()}


def _send(school: Any, bodies: list[bytes]) -> int:
    from santong.domains.campus.devices.actions import take_in
    from santong.kit.access import SYSTEM
    from santong.lib.inventories import BadReport, read_report

    taken = 0
    for body in bodies:
        try:
            take_in(acting=SYSTEM, school=school, report=read_report(body))
        except BadReport as problem:
            say(str(problem))
        else:
            taken += 1
    return taken


def _of_histories(region: Any, number: int) -> dict[str, float]:
    from santong.domains.campus.devices.models import Device
    from santong.domains.campus.devices.tests.histories import devices_of

    duplicates = overwritten = 0
    began = time.perf_counter()
    for seed in range(number):
        Device._base_manager.all().delete()
        by_machine, by_device = devices_of(region.lake, seed, LENGTH)
        duplicates += sum(len(keys) > 1 for keys in by_machine.values())
        overwritten += sum(len(truths) > 1 for truths in by_device.values())
    seconds = time.perf_counter() - began
    return {"histories": number, "duplicates": duplicates, "overwritten": overwritten, "histories_s": seconds}


if __name__ == "__main__":
    main("inventory", measure, LIMITS)
