"""The first minutes of enrolment: `python -m bench.enrolment_load`.

Families without an account open the form and send it, over HTTP, each with an address, wishes and a code of their own.
An answer that leads to the receipt is an acknowledgement. The whole server is killed with -9 twice in mid-work; whoever
had no answer sends the same form again, as a person would.

`lost` are applications that were acknowledged and that the database hasn't got, or hasn't got whole; `doubled` are rows
more than families; `gaps` are numbers missing in the queue.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPException

from bench.contract import Run, at_least, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served
from santong.lib.identity_numbers import make_identity_number
from santong.lib.sexes import Sex

LIMITS = {
    "lost": at_most(0),
    "doubled": at_most(0),
    "gaps": at_most(0),
    "refused": at_most(0),
    "kills": at_least(2),
    "seconds": at_most(600),
}
CLIENTS = 8
PATIENCE = 240.0
BORN = date(2020, 9, 1)


def measure(run: Run) -> dict[str, float]:
    """Apply, kill, go on; then look for every application that was acknowledged."""
    number, kills = run.pick(5000, 80), 2
    with run.installation(LOG_LEVEL="ERROR") as place:
        served = Served(place, "serve", ("--web", "2", "--jobs", "0", "--migrate"))
        served.environment = {"PUBLIC_URL": served.url}
        place.environment["PUBLIC_URL"] = served.url
        served.start()
        try:
            served.wait_until_ready()
            page = int(place.run("shell", "-v0", "-c", SET_UP).stdout.split()[-1])
            crowd = Crowd(served.url, page, number)
            began = time.monotonic()
            done = kill_while(crowd, served, kills)
            seconds = time.monotonic() - began
        finally:
            served.stop()
        return {"applications": len(crowd.acknowledged), "seconds": seconds, "kills": done, **compare(place, crowd)}


@dataclass
class Crowd:
    """Families that apply as fast as the server answers, and remember what was acknowledged."""

    address: str
    round: int
    number: int
    acknowledged: dict[int, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    sent_again: int = 0
    _next: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> list[threading.Thread]:
        """Set all clients to work."""
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        return threads

    @property
    def is_done(self) -> bool:
        """Whether every family has its receipt."""
        return len(self.acknowledged) >= self.number or len(self.refused) > 10

    def _take(self) -> int | None:
        with self._lock:
            if self._next >= self.number:
                return None
            self._next += 1
            return self._next

    def _work(self) -> None:
        while (serial := self._take()) is not None and not self.is_done:
            self._apply(serial)

    def _apply(self, serial: int) -> None:
        """One family, until it has its receipt; the form is opened once, and sent until it is answered."""
        visitor, path = Visitor(self.address), f"/enrolment/{self.round}/new/"
        opened, began = False, time.monotonic()
        while not self.is_done:
            try:
                if not opened:
                    visitor.get(path)
                    opened = True
                status, text = visitor.post(path, fields_of(serial))
            except (OSError, HTTPException):
                self.sent_again += 1
                time.sleep(0.2)  # the server is dead; it comes back
                continue
            if status == 302:
                self.acknowledged[serial] = visitor.location
                self.waits.append(time.monotonic() - began)
            else:
                self.refused.append(f"{status} {text[:300]}")
            return


def fields_of(serial: int) -> dict[str, str]:
    """What a family types; `once` is the key that its page was given."""
    sex = (Sex.MALE, Sex.FEMALE)[serial % 2]
    born = BORN + timedelta(days=serial % 360)
    return {
        "name": f"新生{serial}", "id_number": make_identity_number("990102", born, sex, serial // 360).number,
        "relation": "52", "guardian_name": f"家长{serial}", "phone": f"139{serial:08}", "secret_code": f"code-{serial}",
        "area": "滨河路", "number": str(serial % 900 + 1), "rest": "3单元", "evidence": "hukou",
        "once": f"family-{serial}",
    }  # fmt: skip


def kill_while(crowd: Crowd, served: Served, kills: int) -> int:
    """Kill the whole server whenever another part of the families is done; returns how often."""
    threads = crowd.start()
    done, last, moved = 0, 0, time.monotonic()
    while not crowd.is_done:
        count = len(crowd.acknowledged)
        if count != last:
            last, moved = count, time.monotonic()
        if time.monotonic() - moved > PATIENCE:
            raise TimeoutError("nobody got a receipt for long")
        if done < kills and count >= crowd.number * (done + 1) / (kills + 1):
            served.kill()
            served.start()
            done += 1
            say(f"kill {done} of {kills}, {count} of {crowd.number} families have a receipt")
        time.sleep(0.02)
    for thread in threads:
        thread.join(PATIENCE)
    if crowd.refused:
        say(f"refused: {crowd.refused[0]}")
    return done


def compare(place: Installation, crowd: Crowd) -> dict[str, float]:
    """What the database has against what was acknowledged."""
    rows = json.loads(place.run("shell", "-v0", "-c", READ).stdout)
    by_name = Counter(row["name"] for row in rows)
    whole = {f"/enrolment/mine/{row['pk']}/": row["name"] for row in rows if row["wishes"] == 1 and row["whole"]}
    lost = sum(whole.get(address) != f"新生{serial}" for serial, address in crowd.acknowledged.items())
    positions = sorted(row["position"] for row in rows)
    waits = sorted(crowd.waits) or [0.0]
    return {
        "lost": lost,
        "doubled": sum(number - 1 for number in by_name.values()) + sum(row["doubled"] for row in rows),
        "gaps": sum(one != at for at, one in enumerate(positions, 1)),
        "refused": len(crowd.refused),
        "sent_again": crowd.sent_again,
        "median_wait": waits[len(waits) // 2],
        "longest_wait": waits[-1],
    }


SET_UP = """
from datetime import date, timedelta
from django.utils import timezone
from santong.domains.campus.enrolment import running
from santong.domains.campus.enrolment.models import District, Round
from santong.domains.platform.access.testing import make_region
from santong.kit.access import SYSTEM
region, today = make_region(), timezone.localdate()
round = running.put_round(acting=SYSTEM, round=Round(
    place=region.east, path=region.east.path, title="小学新生招生", stage="primary", begins=2027, authority="文件",
    contact="基教股", opens_on=today - timedelta(days=1), closes_on=today + timedelta(days=9),
    reviewed_by=today + timedelta(days=9), results_on=today + timedelta(days=9), confirm_by=today + timedelta(days=9),
    born_from=date(2020, 9, 1), born_until=date(2021, 8, 31), asks=",hukou,property,"))
running.add_category(acting=SYSTEM, round=round, name="户籍", needs=["hukou"], in_district=True, within="lot")
running.plan_school(acting=SYSTEM, round=round, school=region.lake, places=300)
District.objects.create(place=region.east, path=region.east.path, stage="primary", area="滨河路", school=region.lake)
running.open_round(acting=SYSTEM, round=round)
print(round.pk)
"""

READ = """
import json
from django.db.models import Count
from santong.domains.campus.enrolment.models import Application
rows = Application.objects.annotate(n=Count("wishes"))
print(json.dumps([{"pk": row.pk, "name": row.name, "wishes": row.n, "position": row.position,
    "doubled": row.is_doubled, "whole": bool(row.id_number and row.phone and row.rest)} for row in rows]))
"""

if __name__ == "__main__":
    main("enrolment_load", measure, LIMITS)
