"""What the demonstration costs at rest, and how fast it is there.

`rest_mb`: resident memory of all its processes, added up (pages they share are counted in each), a
minute after everything that it does in the background after being made has ended, and after a page
was looked at. `failed_jobs`: of that background work. `start_s`: from starting the web process to
its first answer. `first_page_s`: from the command `santong demo`, with the region made before, to
the first page.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request

from bench.contract import Run, at_most, main, say
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served

REST = 60
# What the region gets in the background belongs to making it, not to rest.
UNTIL_IDLE = """
import time
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
while DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]).exists():
    time.sleep(1)
print(DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count())
"""
STARTS = 3


def measure(run: Run) -> dict[str, float]:
    """Make the region, look, leave it alone, weigh it; then start it again."""
    with run.installation(LOG_LEVEL="WARNING") as place:
        say("making the region")
        bare = ("--bare",) if run.quick else ()
        with place.serving(*bare, command="demo") as served:
            Visitor(served.url).enter("principal")
            failed = int(place.run("shell", "-v0", "-c", UNTIL_IDLE).stdout)
            time.sleep(run.pick(REST, 3))
            weights = {process.pid: memory(process.pid) for process in served.processes()}
        say(f"weights in MB: {json.dumps(weights)}")
        starts = [web_start(place) for _ in range(run.pick(STARTS, 1))]
        first_page = first_page_of(place)
    return {
        "rest_mb": sum(rss for rss, _ in weights.values()),
        "rest_pss_mb": sum(pss for _, pss in weights.values()),
        "failed_jobs": failed,
        "start_s": min(starts),
        "first_page_s": first_page,
    }


def first_page_of(place: Installation) -> float:
    """Seconds from the command to the first page."""
    served = Served(place, "demo")
    began = time.monotonic()
    served.start()
    try:
        served.wait_until_ready()
        return time.monotonic() - began if Visitor(served.url).get("/demo/")[0] == 200 else float("inf")
    finally:
        served.stop()


def web_start(place: Installation) -> float:
    """Seconds from starting one web process to its first answer."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        fd = listener.fileno()
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "santong.config.web", "--fd", str(fd)],
            pass_fds=[fd],
            env={**place.environment, "SANTONG_DEMO": "1", "PUBLIC_URL": address},
        )
        try:
            with urllib.request.urlopen(address + "/demo/", timeout=60) as answer:
                answer.read()
            return time.monotonic() - began
        finally:
            process.terminate()
            process.wait()


def memory(pid: int) -> tuple[float, float]:
    """Resident and proportional set size, in MB."""
    with open(f"/proc/{pid}/smaps_rollup") as file:
        fields = dict(line.split(":", 1) for line in file.read().splitlines()[1:])
    return round(_megabytes(fields["Rss"]), 1), round(_megabytes(fields["Pss"]), 1)


def _megabytes(text: str) -> float:
    return int(text.split()[0]) / 1024


LIMITS = {"rest_mb": at_most(300), "failed_jobs": at_most(0), "start_s": at_most(4), "first_page_s": at_most(10)}

if __name__ == "__main__":
    main("footprint", measure, LIMITS)
