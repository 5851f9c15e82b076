"""Keeps a group of processes running: starts, restarts, replaces and stops them.

Deliberately plain: it imports neither Django nor anything of ours, so that watching costs a few
megabytes of memory.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0
"""A child that lived this long is restarted at once; one that keeps dying waits longer each time."""
GRACE = 30.0
"""Seconds that children have to end their requests and jobs after SIGTERM."""
READY_WITHIN = 60.0
OTHERS_AFTER = 15.0
"""Seconds after which workers start even if the web is not there yet."""
FRUGAL = {"MALLOC_ARENA_MAX": "1"}
"""glibc keeps a store of freed memory for each thread otherwise; measured with 64 people who sign in at once:
139 MB more than at rest instead of 43. One thread at a time runs Python, so they hardly wait for each other."""


def say(event: str, level: str = "info", **fields: object) -> None:
    """One log line, in the same form as those of the children."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    if os.environ.get("LOG_FORMAT") == "text":
        tail = " ".join(f"{name}={value}" for name, value in fields.items())
        line = f"{at} [{level:9}] {event:30} {tail}".rstrip()
    else:
        line = json.dumps(
            {**fields, "event": event, "level": level, "logger": "santong.serve", "timestamp": at},
            ensure_ascii=False,
        )
    print(line, file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Program:
    """What to run. One with `announces` gets `--ready-fd N` and writes a byte there once it serves.

    One that `waits` isn't started before SIGUSR1 says that somebody needs it.
    """

    name: str
    command: Sequence[str]
    pass_fds: tuple[int, ...] = ()
    announces: bool = False
    waits: bool = False


@dataclass
class Child:
    """One running program. `pause` is how long to wait before the next start."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    ready_fd: int | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = 0.0
    is_ready: bool = False

    def start(self) -> None:
        """Run the program. It learns our process id, to stop when we die without a word."""
        program = self.program
        command, fds = list(program.command), program.pass_fds
        writer = None
        if program.announces:
            self.ready_fd, writer = os.pipe()
            command += ["--ready-fd", str(writer)]
            fds = (*fds, writer)
        environment = {**FRUGAL, **os.environ, "SANTONG_SUPERVISOR": str(os.getpid())}
        self.process = subprocess.Popen(command, pass_fds=fds, env=environment, stdin=subprocess.DEVNULL)
        if writer is not None:
            os.close(writer)
        self.started, self.is_ready = time.monotonic(), not program.announces
        say("process_started", name=program.name, pid=self.process.pid)

    @property
    def is_running(self) -> bool:
        """Whether the process lives; collects the exit code."""
        return self.process is not None and self.process.poll() is None

    def hear(self) -> None:
        """Take note of the byte that says that it serves."""
        if self.ready_fd is not None:
            self.is_ready = os.read(self.ready_fd, 1) != b""
            os.close(self.ready_fd)
            self.ready_fd = None

    def plan_restart(self) -> None:
        """Set the time of the next start: at once after a long life, later and later after short ones."""
        lived = time.monotonic() - self.started
        self.pause = 0.0 if lived > HEALTHY_AFTER else min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        code = self.process.returncode if self.process else None
        say("process_died", "error", name=self.program.name, exit_code=code, restart_in_s=round(self.pause, 1))
        self.process = None
        if self.ready_fd is not None:
            os.close(self.ready_fd)
            self.ready_fd = None

    def send(self, number: signal.Signals) -> None:
        """Send a signal if it is running."""
        if self.process is not None and self.is_running:
            self.process.send_signal(number)


@dataclass
class Supervisor:
    """Runs programs until SIGTERM or SIGINT; SIGHUP replaces them one by one without a gap, SIGUSR1 starts idle ones.

    `when_ready` is called once all programs that announce themselves serve.
    """

    programs: list[Program]
    when_ready: Callable[[], None] = lambda: None
    children: list[Child] = field(default_factory=list)
    stopping: bool = False
    replacing: bool = False
    needing: bool = False
    waiting: list[Program] = field(default_factory=list)
    announced: bool = False

    def run(self) -> int:
        """Returns the exit code: 0 after an orderly stop."""
        self._listen_to_signals()
        self.children = [Child(program) for program in self.programs if not program.waits]
        self.waiting = [program for program in self.programs if program.waits]
        self._start_all()
        while not self.stopping:
            self._wait()
            self._start_needed()
            self._look_after()
            if self.replacing and not self.stopping:
                self.replacing = False
                self._replace_all()
        return self._stop_all()

    def _start_all(self) -> None:
        """Those that announce themselves first: people wait for the web, not for the workers."""
        first = [child for child in self.children if child.program.announces]
        for child in first or self.children:
            child.start()
        for child in self.children:
            child.due = time.monotonic() + OTHERS_AFTER

    def _listen_to_signals(self) -> None:
        self._wake_reader, writer = os.pipe()
        os.set_blocking(self._wake_reader, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGHUP, self._on_hangup)
        signal.signal(signal.SIGUSR1, self._on_need)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_stop)

    def _on_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _on_need(self, number: int, frame: object) -> None:
        self.needing = True

    def _start_needed(self) -> None:
        if self.needing and self.waiting:
            needed, self.waiting = self.waiting, []
            self.children += [Child(program) for program in needed]

    def _on_hangup(self, number: int, frame: object) -> None:
        self.replacing = True

    def _wait(self, longest: float = 60.0) -> None:
        """Sleep until a signal, an announcement or the next planned start."""
        now = time.monotonic()
        planned = [child.due - now for child in self.children if child.process is None]
        timeout = max(0.0, min([longest, *planned]))
        fds = [child.ready_fd for child in self.children if child.ready_fd is not None]
        readable, _, _ = select.select([self._wake_reader, *fds], [], [], timeout)
        if self._wake_reader in readable:
            os.read(self._wake_reader, 4096)
        for child in self.children:
            if child.ready_fd in readable:
                child.hear()

    def _look_after(self) -> None:
        for child in self.children:
            if child.process is not None and not child.is_running:
                child.plan_restart()
            if child.process is None and time.monotonic() >= child.due:
                child.start()
        if not self.announced and all(child.is_ready for child in self.children if child.program.announces):
            self.announced = True
            self.when_ready()
            for child in self.children:
                if child.process is None:
                    child.start()

    def _replace_all(self) -> None:
        """Start each program anew and stop the old process once the new one serves."""
        say("replacing")
        for index in range(len(self.children)):
            old = self.children[index]
            new = Child(old.program)
            new.start()
            if not self._becomes_ready(new):
                say("replacement_failed", "error", name=new.program.name)
                _end([new], GRACE)
                return
            self.children[index] = new
            _end([old], GRACE)
        say("replaced")

    def _becomes_ready(self, child: Child) -> bool:
        deadline = time.monotonic() + READY_WITHIN
        while not child.is_ready and child.is_running and time.monotonic() < deadline and not self.stopping:
            waited = [child.ready_fd] if child.ready_fd is not None else []
            if select.select(waited, [], [], 0.2)[0]:
                child.hear()
        return child.is_ready and child.is_running

    def _stop_all(self) -> int:
        say("stopping")
        _end(self.children, GRACE)
        say("stopped")
        return 0


def _end(children: list[Child], grace: float) -> None:
    """SIGTERM, then SIGKILL for whoever has not ended after `grace` seconds."""
    for child in children:
        child.send(signal.SIGTERM)
    deadline = time.monotonic() + grace
    while any(child.is_running for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in children:
        if child.is_running:
            say("process_killed", "warning", name=child.program.name)
            child.send(signal.SIGKILL)
        if child.process is not None:
            child.process.wait()
