"""What a running job calls: report how far it is, notice that it should stop, commit in steps.

Outside a job (a test, a command calling the function directly) all of these do nothing, so a
function needn't know how it was called.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from santong.kit.access import SYSTEM, Viewer
from santong.kit.jobs.declare import Cancelled, Interrupted, LeaseLost
from santong.kit.jobs.models import Job
from santong.kit.jobs.queue import held_rows


@dataclass
class Running:
    """A job in the hands of this process. The heartbeat writes `news` out and sets the flags."""

    job: Job
    news: dict[str, Any] = field(default_factory=dict)
    cancelled: bool = False
    stopping: bool = False
    lost: bool = False


_running: ContextVar[Running | None] = ContextVar("running_job", default=None)


@contextmanager
def speaking_of(this: Running) -> Iterator[None]:
    """Make it the job that the functions below speak about."""
    token = _running.set(this)
    try:
        yield
    finally:
        _running.reset(token)


def current() -> Job | None:
    """The job that is running here."""
    this = _running.get()
    return this.job if this else None


def viewer() -> Viewer:
    """In whose name the job acts: its starter with their rights of then, or the installation."""
    this = _running.get()
    return this.job.viewer if this else SYSTEM


def report(done: int, total: int = 0, text: str = "") -> None:
    """Say how far the job is. Costs nothing; the heartbeat, or the next `step`, writes the last word."""
    this = _running.get()
    if this:
        this.news = {"done": done, "total": total or this.news.get("total", this.job.total), "text": text[:240]}


def check_cancelled() -> None:
    """Stop here if the job should stop: raises `Cancelled`, `Interrupted` or `LeaseLost`. Costs nothing."""
    this = _running.get()
    if this is None:
        return
    if this.lost:
        raise LeaseLost(str(this.job.pk))
    if this.cancelled:
        raise Cancelled
    if this.stopping:
        raise Interrupted


def position() -> int:
    """How far earlier attempts of this job committed; 0 at first."""
    job = current()
    return job.position if job else 0


@contextmanager
def step(position: int) -> Iterator[None]:
    """Commit a part of the work together with the note that it is done.

    A job that was interrupted continues after the last committed `position`, so each part takes
    effect exactly once:

        for start in range(progress.position(), len(rows), 500):
            with progress.step(start + 500):
                write(rows[start : start + 500])
    """
    check_cancelled()
    this = _running.get()
    with transaction.atomic():
        yield
        if this:
            _note(this, position)
    if this:
        this.job.position = position


def _note(this: Running, position: int) -> None:
    """Write down how far the job is, and notice that it should stop.

    SQLite has one writer at a time: between two steps the heartbeat hardly gets to do either.
    """
    news, this.news = this.news, {}
    held = held_rows(this.job)
    if not held.update_quietly(position=position, **news):
        raise LeaseLost(str(this.job.pk))
    this.cancelled = this.cancelled or held.filter(cancel_requested_at__isnull=False).exists()
