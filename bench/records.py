"""How fast the record store takes statements in and answers queries: `python -m bench.records`."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import psutil

from bench import recordstore as rs
from bench.contract import Run, at_least, at_most, main, say

LIMITS = {
    "ingest_per_s": at_least(1500),
    "query_p95_ms": at_most(100),
    "ingest_slowdown": at_most(0.2),
    "sustained_slowdown": at_most(0.2),
}
SIZES = (100, 500)


def measure(run: Run) -> dict[str, float]:
    """Ingest into the empty store, fill it, ingest again, then query, then ingest for long.

    BENCH_STORED is how many statements to have when measuring: 1,000,000 if it isn't set.
    BENCH_SUSTAINED is how many to take in for long, in batches of each size: on SQLite 600,000 are
    enough that rows are settled all the while or for the greater part.
    """
    stored = int(os.environ.get("BENCH_STORED", run.pick(1_000_000, 20_000)))
    sustained = int(os.environ.get("BENCH_SUSTAINED", run.pick(600_000, 3000)))
    with rs.record_store(run) as store:
        return _measure(store, stored, run.pick(40_000, 3000), sustained, run.pick(40, 10))


def _measure(store: rs.Store, stored: int, count: int, sustained: int, samples: int) -> dict[str, float]:
    ingest(store, SIZES[0], count // 10)  # the first requests load what all others find loaded
    say("ingest into the empty store")
    before = {size: ingest(store, size, count) for size in SIZES}
    say(f"filling to {stored:,}")
    fill = f"from bench.recordfill import main; main({max(0, stored - 4 * count)})"
    subprocess.run([sys.executable, "-c", fill], env=store.place.environment, check=True)
    say("ingest into the full store")
    after = {size: ingest(store, size, count) for size in SIZES}
    say("queries")
    kinds = query(store, samples)
    say("ingest for long")
    with _settling(store):
        long = {size: ingest(store, size, sustained) for size in SIZES}
    efforts = sum(cpu for _, cpu in after.values()) / sum(cpu for _, cpu in before.values())
    return {
        "stored": stored,
        "ingest_per_s": min(rate for rate, _ in after.values()),
        "ingest_per_s_100": after[100][0],
        "ingest_per_s_500": after[500][0],
        **{f"sustained_per_s_{size}": rate for size, (rate, _) in long.items()},
        "ingest_cpu_us": statistics.mean(cpu for _, cpu in after.values()),
        "ingest_slowdown": _slowdown(before, after),
        "sustained_slowdown": _slowdown(before, long),
        "ingest_cpu_slowdown": max(0.0, efforts - 1),
        "query_p95_ms": max(kinds.values()),
        **{f"query_p95_ms: {name}": took for name, took in kinds.items()},
    }


Rates = dict[int, tuple[float, float]]


def _slowdown(before: Rates, after: Rates) -> float:
    return max(0.0, 1 - sum(rate for rate, _ in after.values()) / sum(rate for rate, _ in before.values()))


def ingest(store: rs.Store, size: int, count: int) -> tuple[float, float]:
    """Statements per second from two connections in batches of `size`, and CPU µs for each (server and database)."""
    dice = random.Random()
    batches = [json.dumps([rs.statement(rs.pick(dice)) for _ in range(size)]).encode() for _ in range(count // size)]

    def send(portion: list[bytes]) -> None:
        client = store.client()
        for body in portion:
            client.send(body)

    threads = [threading.Thread(target=send, args=(batches[half::2],)) for half in (0, 1)]
    cpu, start = cpu_seconds(store), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds, used = time.perf_counter() - start, cpu_seconds(store) - cpu
    done = len(batches) * size
    say(f"  batches of {size}: {done / seconds:.0f}/s, {used / done * 1e6:.0f} µs CPU each")
    return done / seconds, used / done * 1e6


SETTLE = """
import time
import django
django.setup()
from santong.domains.platform.records.actions.settling import settle
while True:
    settle()
    time.sleep(60)
"""


@contextmanager
def _settling(store: rs.Store) -> Iterator[None]:
    """Meanwhile a process of its own settles rows as the schedule does: looks every minute whether to."""
    process = subprocess.Popen([sys.executable, "-c", SETTLE], env=store.place.environment)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def cpu_seconds(store: rs.Store) -> float:
    """CPU time used so far by the server and, on PostgreSQL, by the processes of its database."""
    port = store.place.environment.get("DATABASE_URL", "").rsplit(":", 1)[-1].split("/")[0]
    databases = [
        process
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == "postgres" and port in (process.info["cmdline"] or [])
    ]
    for process in list(databases):
        databases += process.children(recursive=True)
    total = 0.0
    for process in [*store.served.processes(), *databases]:
        times = process.cpu_times()
        # What children used that have ended is counted with their parent.
        total += times.user + times.system + times.children_user + times.children_system
    return total


def query(store: rs.Store, samples: int) -> dict[str, float]:
    """The 95th percentile in ms of each kind of query with limit=100."""
    found = {}
    for name, make in KINDS.items():
        who = "school" if name.startswith("school") else "city"
        client = store.client(who)
        dice = random.Random(name)
        took = [_timed(client, make(dice)) for _ in range(samples)]
        found[name] = round(sorted(took)[max(0, int(len(took) * 0.95) - 1)], 1)
        say(f"  {name}: p95 {found[name]} ms, median {statistics.median(took):.1f} ms")
    return found


def _timed(client: rs.Client, parameters: dict[str, object]) -> float:
    path = "/xAPI/statements?" + urlencode({**parameters, "limit": 100})
    start = time.perf_counter()
    status, body = client.request("GET", path)
    took = (time.perf_counter() - start) * 1000
    if status != 200:
        raise RuntimeError(f"{status}: {body[:300]!r}")
    return took


Make = Callable[[random.Random], dict[str, object]]
_verbs = list(rs.VERBS)


def _agent(dice: random.Random) -> str:
    return json.dumps(rs.agent(dice.randrange(rs.AGENTS)))


def _activity(dice: random.Random) -> str:
    return rs.activity(rs.pick(dice).activity)


def _since(dice: random.Random) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - dice.randrange(1, 600)))


KINDS: dict[str, Make] = {
    "none": lambda dice: {},
    "verb": lambda dice: {"verb": dice.choice(_verbs)},
    "rare verb": lambda dice: {"verb": _verbs[-1]},
    "activity": lambda dice: {"activity": _activity(dice)},
    "agent": lambda dice: {"agent": _agent(dice)},
    "registration": lambda dice: {"registration": rs.registration(dice.randrange(rs.REGISTRATIONS))},
    "since": lambda dice: {"since": _since(dice)},
    "until": lambda dice: {"until": _since(dice)},
    "since ascending": lambda dice: {"since": _since(dice), "ascending": "true"},
    "related activity": lambda dice: {"activity": rs.course(rs.pick(dice).activity), "related_activities": "true"},
    "related agent": lambda dice: {"agent": _agent(dice), "related_agents": "true"},
    "agent, verb": lambda dice: {"agent": _agent(dice), "verb": dice.choice(_verbs)},
    "activity, rare verb": lambda dice: {"activity": rs.activity(0), "verb": _verbs[-1]},
    "agent, activity": lambda dice: {"agent": _agent(dice), "activity": rs.activity(0)},
    "course, rare verb, until": lambda dice: {
        "activity": rs.course(rs.pick(dice).activity), "related_activities": "true", "verb": _verbs[-1],
        "until": _since(dice),
    },
    "agent, verb, activity, since": lambda dice: {
        "agent": _agent(dice), "verb": _verbs[0], "activity": rs.activity(1), "since": "2020-01-01T00:00:00Z",
        "related_agents": "true", "related_activities": "true",
    },
    "registration, agent": lambda dice: {
        "registration": rs.registration(dice.randrange(rs.REGISTRATIONS)), "agent": _agent(dice),
    },
    "ids": lambda dice: {"verb": dice.choice(_verbs), "format": "ids"},
    "school: none": lambda dice: {},
    "school: rare verb": lambda dice: {"verb": _verbs[-1]},
    "school: agent": lambda dice: {"agent": _agent(dice)},
}  # fmt: skip


if __name__ == "__main__":
    main("records", measure, LIMITS)
