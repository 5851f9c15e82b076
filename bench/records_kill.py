"""Are acknowledged statements there after kill -9, each once? `python -m bench.records_kill`."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import signal
import sys
import threading
import time
from collections import Counter

from bench import recordstore as rs
from bench.recordstore import say

KILLS, QUICK_KILLS, SIZE = 20, 3, 20


def main() -> int:
    """Print one JSON line; 0 when nothing was lost or doubled."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--db", choices=("sqlite", "postgresql"), default="sqlite")
    arguments.add_argument("--quick", action="store_true", help=f"{QUICK_KILLS} kills; ends within 50 s")
    chosen = arguments.parse_args()
    kills = QUICK_KILLS if chosen.quick else KILLS
    with rs.record_store(chosen.db, workers=1) as store:
        store.start()
        acknowledged = send_and_kill(store, kills)
        stored = everything(store)
    lost = len(acknowledged - stored.keys())
    doubled = sum(1 for count in stored.values() if count > 1)
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}
    figures = {"statements": len(acknowledged), "kills": kills, "lost": lost, "duplicated": doubled}
    ok = lost == doubled == 0 and len(acknowledged) >= kills * SIZE
    print(json.dumps({"name": "records_kill", "db": chosen.db, "quick": chosen.quick, "machine": machine,
                      "figures": figures, "limits": {"lost": 0, "duplicated": 0}, "ok": ok}))  # fmt: skip
    return 0 if ok else 1


def send_and_kill(store: rs.Store, kills: int) -> set[str]:
    """Two senders go on through all kills, sending what was not acknowledged again; the ids acknowledged."""
    acknowledged: set[str] = set()
    done = threading.Event()
    senders = [threading.Thread(target=_send, args=(store, done, acknowledged)) for _ in range(2)]
    for sender in senders:
        sender.start()
    dice = random.Random(3)
    for number in range(kills):
        time.sleep(dice.uniform(0.3, 1.5))
        store.stop(signal.SIGKILL)
        say(f"kill {number + 1} of {kills}, {len(acknowledged)} acknowledged")
        store.start()
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
    sys.exit(main())
