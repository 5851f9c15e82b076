"""Acknowledged writes under kill -9: how many the database no longer has.

Officers add departments through the form of the product, over HTTP. Each answer 302 is an
acknowledgement. All processes of the server are killed again and again in mid-work.
"""

from __future__ import annotations

import os
import threading
import time
from http.client import HTTPException

import django

from bench.contract import Run, at_least, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Served

ACCOUNT = "bureau"
CLIENTS = 4
PATIENCE = 120.0


class Writers:
    """Clients that write as fast as they can, and remember what was acknowledged."""

    def __init__(self, address: str, fields: dict[str, str], path: str, target: int) -> None:
        self.address, self.fields, self.path, self.target = address, fields, path, target
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self._number = 0
        self._lock = threading.Lock()

    def start(self) -> list[threading.Thread]:
        """Set all clients to work."""
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads

    @property
    def is_done(self) -> bool:
        """Whether enough was acknowledged."""
        return len(self.acknowledged) >= self.target or len(self.refused) > 10

    def _next_name(self) -> str:
        with self._lock:
            self._number += 1
            return f"Department {self._number}"

    def _work(self) -> None:
        visitor = Visitor(self.address)
        signed_in = False
        while not self.is_done:
            try:
                if not signed_in:
                    visitor.enter(ACCOUNT)
                    signed_in = True
                self._write(visitor, self._next_name())
            except (OSError, HTTPException):
                time.sleep(0.1)  # the server is dead; it comes back

    def _write(self, visitor: Visitor, name: str) -> None:
        status, text = visitor.post(self.path, {**self.fields, "name": name})
        if status == 302:
            self.acknowledged.append(name)
        else:
            self.refused.append(f"{status} {text[:300]}")


def measure(run: Run) -> dict[str, float]:
    """Write, kill, start again; then look for every acknowledged row."""
    writes, kills = run.pick(10_000, 60), run.pick(20, 2)
    with run.installation(LOG_LEVEL="ERROR", SANTONG_DEMO="1") as place:
        served = Served(place, "demo", ("--jobs", "0"))
        os.environ.update({**place.environment, "PUBLIC_URL": served.url})
        served.start()
        try:
            served.wait_until_ready()
            django.setup()
            writers = Writers(served.url, *form(), target=writes)
            done = kill_while(writers, served, kills)
        finally:
            served.stop()
        if writers.refused:
            raise RuntimeError(f"a write was refused: {writers.refused[0]}")
        kept = names()
        lost = sum(name not in kept for name in writers.acknowledged)
        return {"writes": len(writers.acknowledged), "kills": done, "lost": lost}


def form() -> tuple[dict[str, str], str]:
    """The fields of a new department of the city's bureau, and where they are sent."""
    from django.urls import reverse

    from santong.domains.platform.organisations.public import Organisation

    root = Organisation.objects.filter(parent=None).get()
    fields = {"kind": "department", "parent": str(root.pk), "short_name": "", "code": "", "division": ""}
    return fields, reverse("organisations:organisations-new")


def kill_while(writers: Writers, served: Served, kills: int) -> int:
    """Kill the whole server whenever another part of the writes is done; returns how often."""
    threads = writers.start()
    done, last, moved = 0, 0, time.monotonic()
    while not writers.is_done:
        count = len(writers.acknowledged)
        if count != last:
            last, moved = count, time.monotonic()
        if time.monotonic() - moved > PATIENCE:
            raise TimeoutError("no write was acknowledged for long")
        if done < kills and count >= writers.target * (done + 1) / (kills + 1):
            served.kill()
            served.start()
            done += 1
            say(f"kill {done} of {kills}, {count} of {writers.target} writes acknowledged")
        time.sleep(0.02)
    for thread in threads:
        thread.join(PATIENCE)
    return done


def names() -> set[str]:
    """What the database has."""
    from santong.domains.platform.organisations.public import Organisation

    return set(Organisation.objects.filter(kind="department").values_list("name", flat=True))


LIMITS = {"lost": at_most(0), "kills": at_least(2)}

if __name__ == "__main__":
    main("writes_kill", measure, LIMITS)
