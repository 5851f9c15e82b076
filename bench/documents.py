"""Document numbers: fifty clerks number documents at once over HTTP, and the server is killed in the midst (kill -9).

python -m bench.documents [--db postgresql] [--quick]
"""

from __future__ import annotations

import os
import queue
import re
import threading
import time
from html import unescape
from http.client import HTTPException

import django
from django.core.management import call_command
from django.utils import timezone

from bench.contract import Run, at_least, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Served

CLIENTS, PATIENCE = 50, 180.0
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Clerks:
    """Clients that number documents as fast as they can, each document once, and remember what was acknowledged."""

    def __init__(self, address: str, sessions: list[str], keys: list[int], series: int) -> None:
        self.address, self.sessions, self.series = address, sessions, series
        self.waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for key in keys:
            self.waiting.put(key)
        self.acknowledged: list[int] = []
        self.refused: list[str] = []
        self.slowest = 0.0
        self._start = threading.Barrier(CLIENTS)

    def start(self) -> list[threading.Thread]:
        """Set all clients to work; they begin at the same moment."""
        threads = [threading.Thread(target=self._work, args=(each,), daemon=True) for each in self.sessions]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, session: str) -> None:
        visitor = Visitor(self.address, {"session": session})
        self._start.wait(PATIENCE)
        while not self.refused:
            try:
                key = self.waiting.get_nowait()
            except queue.Empty:
                return
            self._until_numbered(visitor, key)

    def _until_numbered(self, visitor: Visitor, key: int) -> None:
        while True:
            try:
                self._number(visitor, key)
                return
            except (OSError, HTTPException):
                time.sleep(0.1)

    def _number(self, visitor: Visitor, key: int) -> None:
        """Open the form and send it. A document that was numbered before the server died has no form any more."""
        address = f"/documents/{key}/issue/"
        status, page = visitor.get(address)
        if status == 302:
            return
        fields = {name: unescape(value) for name, value in HIDDEN.findall(page.partition("<main")[2])}
        began = time.monotonic()
        given = {"series": str(self.series), "issued_on": timezone.localdate().isoformat()}
        status, page = visitor.post(address, {**fields, **given})
        self.slowest = max(self.slowest, time.monotonic() - began)
        if status == 302:
            self.acknowledged.append(key)
        else:
            self.refused.append(f"{status} {page[:300]}")


def measure(run: Run) -> dict[str, float]:
    """Number, kill, start again; then look for gaps, doubles and what was acknowledged."""
    documents, kills = run.pick(1000, 150), run.pick(5, 2)
    with run.installation(LOG_LEVEL="ERROR", SANTONG_DEMO="1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        sessions, keys, series = signed_documents(documents)
        served = Served(place, arguments=("--web", "2", "--jobs", "0"))
        served.start()
        try:
            served.wait_until_ready()
            clerks = Clerks(served.url, sessions, keys, series)
            done = kill_while(clerks, served, kills)
        finally:
            served.stop()
        if clerks.refused:
            raise RuntimeError(f"a number was refused: {clerks.refused[0]}")
        return {"documents": documents, "clients": CLIENTS, "kills": done, **found(series, keys, clerks.acknowledged)}


def signed_documents(number: int) -> tuple[list[str], list[int], int]:
    """The sessions of fifty clerks, documents of their school that wait for a number, the series that gives it."""
    from santong.domains.campus.documents.models import Document, Series
    from santong.domains.platform.access.testing import client_of, make_region, somebody

    lake = make_region().lake
    people = [somebody("teaching_affairs", lake, f"clerk{each}") for each in range(CLIENTS)]
    series = Series.objects.create(organisation=lake, path=lake.path, code="湖小发")
    given = {"organisation": lake, "path": lake.path, "body": "正文", "state": Document.State.SIGNED}
    rows = [Document(title=f"通知{each}", drafter=people[0], **given) for each in range(number)]
    keys = [row.pk for row in Document.objects.bulk_create(rows)]
    return [client_of(person).cookies["session"].value for person in people], keys, series.pk


def kill_while(clerks: Clerks, served: Served, kills: int) -> int:
    """Kill the whole server whenever another part of the documents is numbered; returns how often."""
    threads = clerks.start()
    total, done = clerks.waiting.qsize(), 0
    last, moved = 0, time.monotonic()
    while any(thread.is_alive() for thread in threads):
        count = len(clerks.acknowledged)
        if count != last:
            last, moved = count, time.monotonic()
        if time.monotonic() - moved > PATIENCE:
            raise TimeoutError("no number was acknowledged for long")
        if done < kills and count >= total * (done + 1) / (kills + 1):
            served.kill()
            served.start()
            done += 1
            say(f"kill {done} of {kills}, {count} of {total} numbers acknowledged")
        time.sleep(0.01)
    say(f"slowest answer {clerks.slowest:.1f} s")
    return done


def found(series: int, keys: list[int], acknowledged: list[int]) -> dict[str, float]:
    """Gaps, doubles, documents without a number, numbers without a document, acknowledged ones that are lost."""
    from santong.domains.campus.documents.models import Document, Number

    numbers = list(Number.objects.by_installation().filter(series=series).values_list("number", flat=True))
    held = dict(Document.objects.by_installation().filter(pk__in=keys).values_list("pk", "number__number"))
    return {
        "gaps": max(numbers) - len(set(numbers)),
        "doubles": len(numbers) - len(set(numbers)),
        "unnumbered": sum(number is None for number in held.values()),
        "orphans": len(numbers) - sum(number is not None for number in held.values()),
        "lost": sum(held[key] is None for key in acknowledged),
    }


LIMITS = {
    "gaps": at_most(0),
    "doubles": at_most(0),
    "unnumbered": at_most(0),
    "orphans": at_most(0),
    "lost": at_most(0),
    "kills": at_least(2),
}

if __name__ == "__main__":
    main("documents", measure, LIMITS)
