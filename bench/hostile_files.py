"""Does a file that means harm get in, or hurt? `python -m bench.hostile_files`.

Every file of `bench.hostile` is sent as browsers send files, to a running server. What is refused must say why; what
is taken in must not run: the answer's type and policy are looked at, and its conversions must end.
"""

from __future__ import annotations

import json
import threading
import time

import psutil

from bench.contract import Run, at_least, at_most, main, say
from bench.fileserver import PART, Client, FileServer, file_server
from bench.hostile import Hostile, made

LIMITS = {
    "files": at_least(20),
    "crashes": at_most(0),
    "wrong_accepts": at_most(0),
    "max_mb": at_most(1500),
    "max_s": at_most(120),
}
QUICK = 3
"""A quick run takes every third file, without the largest; a full one all, more than sixty."""


def measure(run: Run) -> dict[str, float]:
    """Send them all, then look at what became of each."""
    small = (one for one in made() if not run.quick or len(one.content) < 10**6)
    chosen = list(small)[:: QUICK if run.quick else 1]
    with file_server(run) as server:
        watch = Watch(server)
        slowest, wrong, crashes = 0.0, 0, 0
        for one in chosen:
            seconds, verdict = tried(server, one)
            slowest = max(slowest, seconds)
            wrong += verdict == "wrong"
            crashes += verdict == "crash"
        watch.stop()
        crashes += server.served.log.count("Traceback")
    return {
        "files": len(chosen),
        "crashes": crashes,
        "wrong_accepts": wrong,
        "max_mb": watch.most / 1e6,
        "max_s": slowest,
    }


def tried(server: FileServer, one: Hostile) -> tuple[float, str]:
    """Seconds until it was judged and converted, and "good", "wrong" or "crash"."""
    began = time.monotonic()
    client = server.client()
    outcome, reason = sent(client, one)
    seconds = time.monotonic() - began
    good = outcome == one.outcome and (outcome == "tamed" or bool(reason))
    say(f"{'ok ' if good else 'BAD'} {seconds:5.1f} s {one.name[:30]!r}: {outcome} {reason[:70]}")
    if outcome == "crash":
        return seconds, "crash"
    return seconds, "good" if good else "wrong"


def sent(client: Client, one: Hostile) -> tuple[str, str]:
    """What became of a file, and why."""
    status, headers, body = client.create(one.name, len(one.content))
    if status in (400, 413):
        return "refused", body.decode()
    if status != 201:
        return "crash", str(status)
    url = headers["Location"]
    for offset in range(0, len(one.content), PART):
        part = one.content[offset : offset + PART]
        status, headers, body = client.ask("PATCH", url, part, Upload_Offset=str(offset))
        if status != 204:
            return "crash", f"{status} {body[:100]!r}"
    file_id = int(headers["X-File"])
    told = client.state(file_id)
    if told["state"] == "refused":
        return "refused", told["reason"]
    return harmless(client, file_id, told), told["reason"] or told["name"]


def harmless(client: Client, file_id: int, told: dict[str, str]) -> str:
    """Whether what was taken in can't run, and its conversions end."""
    for _number in range(600):
        page = client.ask("GET", f"/files/{file_id}/shown/")
        if b"every 2s" not in page[2]:
            break
        time.sleep(0.2)
    else:
        return "endless"
    status, headers, _body = client.ask("GET", f"/files/{file_id}/content/")
    policy, kind = headers.get("Content-Security-Policy", ""), headers.get("Content-Type", "")
    safe = headers.get("X-Content-Type-Options") == "nosniff" and (policy.startswith("sandbox") or "pdf" in kind)
    clean = all(char.isprintable() and char not in "/\\\u202e" for char in told["name"])
    return "tamed" if status == 200 and page[0] == 200 and safe and clean else f"unsafe {json.dumps(headers)[:200]}"


class Watch:
    """The most memory that one process of the group held."""

    def __init__(self, server: FileServer) -> None:
        self.server, self.most = server, 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopping.wait(0.1):
            for process in self.server.served.processes():
                try:
                    self.most = max(self.most, process.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        self._thread.join()


if __name__ == "__main__":
    main("hostile_files", measure, LIMITS)
