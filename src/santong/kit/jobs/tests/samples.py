"""Jobs for the tests."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from django.db import connection

from santong.kit.jobs import progress
from santong.kit.jobs.declare import Interrupted, JobFailed, Outcome, job
from santong.kit.models import AuditEntry

ran: list[object] = []
kept: list[bytes] = []


@job(title="Add", retries=2, backoff=timedelta(seconds=10))
def note(what: str) -> Outcome:
    ran.append(what)
    return Outcome(f"noted {what}", url="/", data={"what": what})


@job(title="Lead")
def lead(view: str, key: int) -> Outcome:
    return Outcome("there", view, arguments=[key])


@job(title="Break", retries=2, backoff=timedelta(seconds=10))
def broken() -> None:
    ran.append("broken")
    raise ValueError("no such sheet")


@job(title="Refuse")
def refused() -> None:
    raise JobFailed("The sheet has no header row: add one and start again.")


@job(title="Stop")
def stopped() -> None:
    progress.report(3, 10, "three")
    progress._running.get().cancelled = True
    progress.check_cancelled()
    ran.append("not reached")


@job(title="Interrupt")
def interrupted() -> None:
    raise Interrupted


@job(title="Steps", retries=5, backoff=timedelta(0))
def steps(fail_at: int) -> int:
    for start in range(progress.position(), 10, 2):
        with progress.step(start + 2):
            write_row(str(start))
            if start == fail_at and not progress.current().failures:
                raise ValueError("in the middle")
    return progress.position()


@job(title="Atomic", atomic=True, backoff=timedelta(0))
def atomic(row: str, *, lose: bool = False) -> None:
    write_row(row)
    if lose:
        from santong.kit.jobs.models import Job

        Job.objects.filter(pk=progress.current().pk).update_quietly(worker="somebody else")


@job(title="Context")
def context() -> dict[str, object]:
    viewer = progress.viewer()
    AuditEntry.objects.count()
    write_row("by a job")
    return {"person": viewer.person_id, "in_transaction": connection.in_atomic_block}


def write_row(text: str) -> None:
    """A real, audited row."""
    from santong.domains.platform.organisations.public import create_organisation
    from santong.kit.access import SYSTEM

    create_organisation(acting=SYSTEM, kind="school", name=text, parent=None)


@job(title="Patient", backoff=timedelta(0))
def patient(until: str) -> str:
    """Works until a file appears; stops when asked."""
    while not Path(until).exists():
        progress.report(1, 2, "waiting")
        progress.check_cancelled()
        time.sleep(0.05)
    return "done"


@job(title="Keep much in memory")
def hungry() -> None:
    kept.append(b"x" * 200 * 1024**2)
