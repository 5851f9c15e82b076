"""Are acknowledged statements there after kill -9, each once? `python -m bench.records_kill`."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
from collections import Counter

from bench import recordstore as rs
from bench.contract import Run, at_least, at_most, main, say

SIZE = 20
LIMITS = {"lost": at_most(0), "duplicated": at_most(0), "statements": at_least(1)}


def measure(run: Run) -> dict[str, float]:
    """Send, kill, start again; then read everything and compare."""
    kills = run.pick(20, 2)
    with rs.record_store(run) as store:
        acknowledged = send_and_kill(store, kills, run.pick(500, 100))
        stored = everything(store)
    return {
        "statements": len(acknowledged),
        "kills": kills,
        "lost": len(acknowledged - stored.keys()),
        "duplicated": sum(1 for count in stored.values() if count > 1),
    }


def send_and_kill(store: rs.Store, kills: int, between: int) -> set[str]:
    """The ids acknowledged to two senders that go on through all kills.

    What was not acknowledged is sent again. A kill comes at any moment after `between` further
    statements were acknowledged.
    """
    acknowledged: set[str] = set()
    done = threading.Event()
    senders = [threading.Thread(target=_send, args=(store, done, acknowledged)) for _ in range(2)]
    for sender in senders:
        sender.start()
    dice = random.Random(3)
    for number in range(kills):
        goal = len(acknowledged) + between
        while len(acknowledged) < goal:
            time.sleep(dice.uniform(0.01, 0.1))
        store.served.kill()
        say(f"kill {number + 1} of {kills}, {len(acknowledged)} acknowledged")
        store.served.start()
        store.served.wait_until_ready()
    time.sleep(0.5)
    done.set()
    for sender in senders:
        sender.join()
    return acknowledged


def _send(store: rs.Store, done: threading.Event, acknowledged: set[str]) -> None:
    dice = random.Random()
    body, client = b"", store.client()
    while not done.is_set() or body:
        if not body:
            body = json.dumps([rs.statement(rs.pick(dice)) for _ in range(SIZE)]).encode()
        try:
            acknowledged.update(client.send(body))
            body = b""
        except (OSError, http.client.HTTPException):
            # The server is down: try the same batch again, as a tool would.
            time.sleep(0.05)
            client = store.client()


def everything(store: rs.Store) -> Counter[str]:
    """How often each id is found when all pages are read."""
    client, found = store.client(), Counter[str]()
    path = "/xAPI/statements?limit=500&ascending=true"
    while path:
        status, body = client.request("GET", path)
        if status != 200:
            raise RuntimeError(f"{status}: {body[:300]!r}")
        page = json.loads(body)
        found.update(one["id"] for one in page["statements"])
        path = page["more"]
    return found


if __name__ == "__main__":
    main("records_kill", measure, LIMITS)
