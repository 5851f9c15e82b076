"""Sixty panels of class screens that ask for a minute, every six seconds: what a question costs the server.

`poll_cpu_ms` is the CPU time of the web processes for a question that finds nothing new, `changed_cpu_ms` for one after
a lesson was changed, with the content made anew. `shown_s` is the longest that a change took until all panels had it.
"""

from __future__ import annotations

import http.client
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import django
from django.core.management import call_command

from bench.contract import Run, at_most, main, say
from bench.pages import cpu_seconds
from santong.kit.testing.serving import Installation, Served

LIMITS = {"poll_cpu_ms": at_most(2), "shown_s": at_most(10), "failed": at_most(0)}
PANELS, EVERY = 60, 6.0


@dataclass
class Panel:
    """A panel with its cookie; `etag` is what it has."""

    address: str
    cookie: str
    etag: str = ""
    connection: http.client.HTTPConnection | None = None

    def ask(self) -> int:
        """Ask once over a connection that is kept, and answer with the status."""
        parts = urlsplit(self.address)
        headers = {"Cookie": f"screen={self.cookie}", "X-Screen": "bench", "If-None-Match": self.etag}
        for _attempt in range(2):
            self.connection = self.connection or http.client.HTTPConnection(
                parts.hostname or "", parts.port, timeout=30
            )
            try:
                self.connection.request("GET", "/screen/content/", headers=headers)
                answer = self.connection.getresponse()
                answer.read()
            except (http.client.HTTPException, OSError):
                self.connection = None  # the server closes connections that nothing came over
                continue
            self.etag = answer.getheader("ETag") or self.etag
            return answer.status
        return 0


def measure(run: Run) -> dict[str, float]:
    """Hang sixty screens in one school, let them ask, and change a lesson of each class on the way."""
    with run.installation(LOG_LEVEL="WARNING") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        cookies, change = school()
        return asking(place, cookies, change, run.pick(60, 12))


def asking(place: Installation, cookies: list[str], change: Any, seconds: int) -> dict[str, float]:
    """Ask for some seconds, then change something and ask until all have it."""
    served = Served(place, arguments=("--web", "2", "--jobs", "1", "--threads", "2"))
    served.start()
    served.wait_until_ready()
    panels = [Panel(served.url, cookie) for cookie in cookies]
    try:
        with ThreadPoolExecutor(8) as pool:
            first = list(pool.map(Panel.ask, panels))
            list(pool.map(Panel.ask, panels))
            before = cpu_seconds(served)
            found = list(_rounds(panels, pool, seconds))
            quiet = (cpu_seconds(served) - before) / len(found) * 1000
            say(f"{len(found)} questions, {quiet:.2f} ms each")
            before, began = cpu_seconds(served), time.monotonic()
            change()
            answers = list(pool.map(Panel.ask, panels))
            changed = (cpu_seconds(served) - before) / len(panels) * 1000
            # A panel asks six seconds later at most; what comes after that is the server's.
            shown = EVERY + time.monotonic() - began
    finally:
        served.stop()
    failed = sum(status != 200 for status in [*first, *answers]) + sum(status != 304 for status in found)
    return {
        "polls": len(found), "poll_cpu_ms": quiet, "changed_cpu_ms": changed, "shown_s": shown, "failed": failed,
    }  # fmt: skip


def _rounds(panels: list[Panel], pool: ThreadPoolExecutor, seconds: int) -> Iterator[int]:
    """The statuses of questions of all panels, one round every six seconds."""
    ends = time.monotonic() + seconds
    while (began := time.monotonic()) < ends:
        yield from pool.map(Panel.ask, panels)
        time.sleep(max(0.0, EVERY - (time.monotonic() - began)))


def school() -> tuple[list[str], Any]:
    """The cookies of sixty paired panels of a school's classes, and what changes a lesson of each class."""
    from django.utils import timezone

    from santong.domains.campus.screens.actions import put_screen
    from santong.domains.campus.screens.models import Device, Screen
    from santong.domains.campus.timetable.public import Slot, Timetable
    from santong.domains.platform.access.testing import make_region
    from santong.domains.platform.organisations.public import classes_of, create_classes
    from santong.kit.access import SYSTEM
    from santong.kit.pairing import new_paired

    region = make_region()
    create_classes(acting=SYSTEM, grade=region.grade, numbers=list(range(3, PANELS + 1)))
    today, classes = timezone.localdate(), list(classes_of(region.lake))[:PANELS]
    table = Timetable.objects.create(
        school=region.lake, path=region.lake.path, name="本学期", state="published", since=today
    )
    Slot.objects.bulk_create(
        Slot(timetable=table, school_class=each, path=each.path, weekday=day, period=period, subject="语文")
        for each in classes
        for day in range(1, 6)
        for period in range(1, 9)
    )
    cookies = []
    for each in classes:
        device, cookie = new_paired(Device, verb="screens.new_device")
        screen = Screen(school=region.lake, path=each.path, name=str(each), school_class=each)
        put_screen(acting=SYSTEM, screen=screen, code=device.code)
        cookies.append(cookie)

    def change() -> None:
        from django.apps import apps

        model: Any = apps.get_model("timetable.Change")
        what = {"school": region.lake, "day": today, "period": 1, "kind": "covered", "subject": "数学"}
        for each in classes:
            model.objects.create(school_class=each, path=each.path, **what)

    return cookies, change


if __name__ == "__main__":
    main("screens", measure, LIMITS)
