"""What a process may leave to others, how much memory it holds, and dying with the one that started us."""

from __future__ import annotations

import gc
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

PERIOD = 1.0
STATM = Path("/proc/self/statm")
YOUNG_OBJECTS = 5_000
"""New objects after which garbage is looked for; a page makes about as many, and hardly any are garbage in cycles."""
TICK = 0.5
"""Seconds after which whoever listens to a process may look whether somebody has stopped the work."""
OTHERS = 0o077
"""The bits of a file's mode that are for the group and for everybody else (POSIX, sys/stat.h)."""


def keep_files_private() -> None:
    """Make every file and folder that this process and its children write for their own user alone."""
    os.umask(OTHERS)


def seldom_collect() -> None:
    """What the start has loaded stays, so no collection of garbage looks at it again.

    Measured: a tenth of a page's CPU, and a sixth of an import's, whose rows live until their batch is written.
    """
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def when_orphaned(parent: int, stop: Callable[[], None]) -> None:
    """Call `stop` once the process `parent` is no longer our parent: it died without a word."""

    def watch() -> None:
        while os.getppid() == parent:
            wait.wait(PERIOD)
        stop()

    wait = threading.Event()
    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def wake_supervisor() -> None:
    """Let the supervisor that started us start the programs that waited until somebody needs them."""
    supervisor = int(os.environ.get("SANTONG_SUPERVISOR") or 0)
    if supervisor and os.getppid() == supervisor:
        os.kill(supervisor, signal.SIGUSR1)


def resident_bytes() -> int:
    """The memory that this process holds now; 0 where the system doesn't tell (it needs a Linux /proc)."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class ProcessDied(Exception):
    """The process ended without having said so; the text is the end of what it complained of."""


def talk(module: str, given: Mapping[str, Any]) -> Iterator[dict[str, Any] | None]:
    """Give a Python module of its own process a line of JSON, and listen to its lines; None while it says nothing new.

    Whoever stops listening stops the process. It says last what whoever listens knows to be the last.

    Raises:
        ProcessDied: the process was killed or failed.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, encoding="utf-8",
    )  # fmt: skip
    try:
        yield from _listen(process, json.dumps(given))
    finally:
        process.kill()
        process.wait()


def _listen(process: subprocess.Popen[str], given: str) -> Iterator[dict[str, Any] | None]:
    lines: queue.Queue[str | None] = queue.Queue()
    complaints: list[str] = []
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None
    _in_background(lambda: _write(process, given))
    _in_background(lambda: _read(process.stdout, lines.put))
    _in_background(lambda: _read(process.stderr, lambda line: complaints.append(line or "")))
    while True:
        try:
            line = lines.get(timeout=TICK)
        except queue.Empty:
            yield None
            continue
        if line is None:
            raise ProcessDied("".join(complaints)[-1000:])
        yield json.loads(line)


def _in_background(work: Callable[[], None]) -> None:
    threading.Thread(target=work, daemon=True).start()


def _write(process: subprocess.Popen[str], given: str) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(given + "\n")
        process.stdin.close()
    except (BrokenPipeError, ValueError):
        return  # It died before it had read all; whoever listens hears of that.


def _read(stream: Any, tell: Callable[[str | None], object]) -> None:
    for line in stream:
        tell(line)
    tell(None)
