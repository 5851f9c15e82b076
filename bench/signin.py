"""Signing in with a password, over HTTP, as a region does on a Monday morning.

`per_s_core`: sign-ins that one second of one core's time of the web process is enough for, page and all.
`burst_p95_ms`: how long the slowest twentieth waits when 64 people sign in at the same moment.
`burst_mb`: what the web process takes more for that than at rest.
`refused_s`: how long somebody who guesses at one account, as fast as answers come, is listened to.
"""

from __future__ import annotations

import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import psutil

from bench.contract import Run, at_least, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served

PASSWORD = "four plain words here"
AT_ONCE = 64
MOST_GUESSES = 500
PEOPLE = """
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM
city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
first = Person(username="person0", name="Person", path=city.path)
first.set_password({password!r})
people = [Person(username=f"person{{n}}", name="Person", path=city.path, password=first.password) for n in range({n})]
Person.objects.bulk_create(people)
"""


def measure(run: Run) -> dict[str, float]:
    """Sign in one after the other, all at once, and with wrong passwords."""
    one_by_one, rounds = run.pick(300, 40), run.pick(4, 1)
    with run.installation(LOG_LEVEL="WARNING", TRUSTED_PROXIES="1") as place:
        prepare(place, one_by_one + AT_ONCE * rounds + 1)
        with place.serving("--jobs", "0") as served:
            say("signing in one after the other")
            per_core = one_after_the_other(served, one_by_one)
            say(f"signing in {AT_ONCE} at once")
            waits, megabytes = bursts(served, one_by_one, rounds)
            say("guessing")
            refused = guessing(served, f"person{one_by_one + AT_ONCE * rounds}")
    return {
        "per_s_core": per_core,
        "burst_p95_ms": statistics.quantiles(waits, n=20)[-1] * 1000,
        "burst_mb": megabytes,
        "refused_s": refused,
    }


def prepare(place: Installation, people: int) -> None:
    """A database with so many people who have a password."""
    place.run("migrate", "--verbosity", "0")
    place.run("shell", "-v0", "-c", PEOPLE.format(password=PASSWORD, n=people))


def one_after_the_other(served: Served, people: int) -> float:
    """Sign-ins for a second of the web process's time."""
    sign_in(served.url, 0)  # what is loaded with the first one
    (web,) = served.processes("santong.config.web")
    before = busy(web)
    for number in range(1, people):
        sign_in(served.url, number)
    return (people - 1) / (busy(web) - before)


def bursts(served: Served, first: int, rounds: int) -> tuple[list[float], float]:
    """How long each of many waited who signed in at once, in seconds, and what memory that took, in MB."""
    (web,) = served.processes("santong.config.web")
    at_rest, waits = web.memory_info().rss, list[float]()
    peak = Peak(web)
    with ThreadPoolExecutor(AT_ONCE) as people:
        for turn in range(rounds):
            together = partial(sign_in, served.url, start=threading.Barrier(AT_ONCE))
            waits += people.map(together, range(first + turn * AT_ONCE, first + (turn + 1) * AT_ONCE))
    return waits, (peak.stop() - at_rest) / 1024**2


def sign_in(address: str, number: int, start: threading.Barrier | None = None) -> float:
    """Open the page, then sign in; returns the seconds that the second took."""
    visitor, headers = Visitor(address), {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250}"}
    visitor.get("/account/sign-in/", **headers)
    if start:
        start.wait()
    began = time.monotonic()
    status, text = visitor.post("/account/sign-in/", {"identifier": f"person{number}", "password": PASSWORD}, **headers)
    if status != 302:
        raise RuntimeError(f"person{number} can't sign in: {status} {text[:500]}")
    return time.monotonic() - began


def guessing(served: Served, username: str) -> float:
    """Seconds from the first guess to the first refusal to look at one."""
    visitor = Visitor(served.url)
    visitor.get("/account/sign-in/")
    began = time.monotonic()
    for guess in range(MOST_GUESSES):
        if visitor.post("/account/sign-in/", {"identifier": username, "password": f"guess {guess}"})[0] == 429:
            return time.monotonic() - began
    raise RuntimeError(f"{MOST_GUESSES} guesses were looked at")


def busy(process: psutil.Process) -> float:
    """Seconds of processor time that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


class Peak:
    """Watches how much memory a process has at the most."""

    def __init__(self, process: psutil.Process) -> None:
        self.process, self.bytes, self.over = process, 0, threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def stop(self) -> int:
        """The most that was seen, in bytes."""
        self.over.set()
        self.thread.join()
        return self.bytes

    def _watch(self) -> None:
        while not self.over.wait(0.005):
            self.bytes = max(self.bytes, self.process.memory_info().rss)


LIMITS = {
    "per_s_core": at_least(20),
    "burst_p95_ms": at_most(4000),
    "burst_mb": at_most(100),
    "refused_s": at_most(5),
}

if __name__ == "__main__":
    main("signin", measure, LIMITS)
