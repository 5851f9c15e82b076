"""The worker process: takes jobs, runs them in threads, keeps their leases alive.

One process has a dispatcher (the calling thread), a few threads that run jobs, and one thread
for upkeep: heartbeats, dead workers' jobs, scheduled jobs. Every thread has its own connection.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import structlog
from django.db import Error, close_old_connections, connection

from santong.kit.jobs import leases, progress, queue
from santong.kit.jobs.declare import LeaseLost
from santong.kit.jobs.models import Job
from santong.kit.jobs.progress import Running
from santong.kit.jobs.run import run
from santong.kit.jobs.schedule import tick
from santong.lib.processes import resident_bytes

log = structlog.get_logger(__name__)
T = TypeVar("T")

IDLE = 0.5
"""Seconds between two looks into an empty queue."""
BEAT = 1.0
"""Seconds between two looks at progress, cancelling, dead workers and the clock."""
RENEW = 5.0
"""Seconds between two renewals of a lease that has no news."""
LONG = "long"
GROWTH = 40 * 1024**2
"""Bytes that a worker may have taken for its jobs before it prefers to begin anew."""
QUIET = 10.0
"""Seconds without a job after which it may: whoever has more to do keeps what they have loaded."""


class Worker:
    """Runs jobs until `stop()`; `threads` at a time."""

    def __init__(self, threads: int = 2, *, drain: float = 20.0, scheduler: bool = True) -> None:
        self.threads = threads
        self.drain = drain
        self.scheduler = scheduler
        self.presence = leases.Presence()
        self._held: dict[object, Running] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._done = threading.Event()
        self._born_with = resident_bytes()
        self._idle_since: float | None = None
        self.was_stopped = False

    def stop(self) -> None:
        """Take no more jobs; those that look at `check_cancelled` go back into the queue."""
        self.was_stopped = True
        self._stopping.set()
        self._wake.set()

    @property
    def is_outgrown(self) -> bool:
        """Whether it has been idle for a while and holds much more memory than it was born with.

        Libraries that one job in a hundred needs, and what the allocator keeps back, would stay for
        good; only a new process gives them back.
        """
        rested = self._idle_since is not None and time.monotonic() - self._idle_since > QUIET
        return rested and resident_bytes() - self._born_with > GROWTH

    def run(self, *, until_empty: bool = False) -> None:
        """Work until stopped, until nothing is due, or until it is outgrown."""
        log.info("worker_started", worker=self.presence.name, threads=self.threads)
        upkeep = threading.Thread(target=self._upkeep, name="upkeep", daemon=True)
        upkeep.start()
        pool = ThreadPoolExecutor(self.threads, thread_name_prefix="job")
        try:
            self._dispatch(pool, until_empty)
        finally:
            self._leave(pool, None if until_empty else self.drain)
            self._done.set()
            upkeep.join(BEAT * 2)
            log.info("worker_stopped", worker=self.presence.name)

    def _dispatch(self, pool: ThreadPoolExecutor, until_empty: bool) -> None:
        while not self._stopping.is_set() and not self.is_outgrown:
            self._wake.clear()
            job = self._next()
            self._note_rest(job)
            if job is not None:
                self._hand_over(pool, job)
            elif until_empty and not self._held:
                return
            else:
                self._wake.wait(IDLE)

    def _note_rest(self, job: Job | None) -> None:
        if job is not None or self._held:
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = time.monotonic()

    def _next(self) -> Job | None:
        with self._lock:
            busy = len(self._held)
        if busy >= self.threads:
            return None
        without = (LONG,) if self.threads > 1 and busy == self.threads - 1 else ()
        return _outlasting(lambda: queue.claim(self.presence.name, without=without))

    def _hand_over(self, pool: ThreadPoolExecutor, job: Job) -> None:
        this = Running(job)
        with self._lock:
            self._held[job.pk] = this
        pool.submit(self._run, this)

    def _run(self, this: Running) -> None:
        try:
            with progress.speaking_of(this):
                run(this)
        except Error:
            # The end could not be written. The lease now runs out, and the job is run again.
            log.exception("job_end_not_written", job=str(this.job.pk))
        finally:
            with self._lock:
                del self._held[this.job.pk]
            close_old_connections()
            self._wake.set()

    def _leave(self, pool: ThreadPoolExecutor, patience: float | None) -> None:
        """Wait for running jobs, then give back those that don't end."""
        self._stopping.set()
        deadline = None if patience is None else time.monotonic() + patience
        while self._held and (deadline is None or time.monotonic() < deadline):
            for this in self._running():
                this.stopping = deadline is not None
            self._wake.wait(0.1)
            self._wake.clear()
        for this in self._running():
            log.warning("job_abandoned", job=str(this.job.pk), task=this.job.result.task_path)
            _give_back(this)
        pool.shutdown(wait=False, cancel_futures=True)
        self.presence.close()

    def _running(self) -> list[Running]:
        with self._lock:
            return list(self._held.values())

    def _upkeep(self) -> None:
        renewed = time.monotonic()
        while not self._done.wait(BEAT):
            due = time.monotonic() - renewed >= RENEW
            renewed = time.monotonic() if due else renewed
            for this in self._running():
                _outlasting(partial(_beat, this, renew=due))
            _outlasting(queue.release_dead)
            if self.scheduler and not self._stopping.is_set():
                _outlasting(tick)
        connection.close()


def _beat(this: Running, *, renew: bool) -> None:
    news, this.news = this.news, {}
    if news or renew:
        cancelled = queue.renew(this.job, **news)
        this.lost = cancelled is None
    else:
        cancelled = queue.held_rows(this.job).filter(cancel_requested_at__isnull=False).exists()
    this.cancelled = this.cancelled or bool(cancelled)


def _give_back(this: Running) -> None:
    this.lost = True
    try:
        _outlasting(lambda: queue.give_back(this.job))
    except LeaseLost:
        log.info("job_ended_just_in_time", job=str(this.job.pk))


def _outlasting(work: Callable[[], T]) -> T | None:
    """Do a piece of work that a database outage or a long lock must not end the worker over."""
    try:
        return work()
    except Error as error:
        log.warning("database_not_available", error=f"{type(error).__name__}: {error}")
        connection.close()
        time.sleep(IDLE)
        return None
