"""Writes: start, cancel and retry jobs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from inspect import signature
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus

from santong.kit.access import SYSTEM, Viewer
from santong.kit.audit import audit_context
from santong.kit.jobs.declare import Cancelled, JobTask
from santong.kit.jobs.models import Job
from santong.kit.jobs.queue import Details, lock, put, put_back


def start(
    task: JobTask[..., Any],
    arguments: Mapping[str, Any] | None = None,
    *,
    acting: Viewer,
    key: str | None = None,
    path: str = "",
    subject: str = "",
    after: timedelta | None = None,
) -> Job:
    """Have a job done in the background, once this transaction has committed, or that much time `after`.

    `arguments` are the task's, by name, as JSON can hold them. A `key` makes starting idempotent:
    a second start with the same key gives the first job. `path` is the organisation that the job
    belongs to (its operators see it too), by default the starter's first; `subject` says on what
    it works ("pupils.xlsx").
    """
    arguments = dict(arguments or {})
    signature(task.func).bind(**arguments)  # a wrong name fails here and not in the night
    if acting.person_id is None and acting is not SYSTEM:
        raise ValueError("nobody can't start a job")
    details = Details(
        key=key,
        person_id=acting.person_id,
        path=path or next((grant.path for grant in acting.grants), ""),
        grants=None if acting is SYSTEM else [(grant.role, grant.path) for grant in acting.grants],
        category=acting.category,
        address=audit_context.get().address,
        subject=subject,
    )
    later = task.using(run_after=timezone.now() + after) if after else task
    return put(later, [], arguments, details)


def cancel(job: Job, *, acting: Viewer) -> None:
    """Stop a job: at once while it waits, at its next look at `check_cancelled` while it runs."""
    _demand(job, acting)
    with transaction.atomic():
        result = lock(job)
        now = timezone.now()
        row = Job.objects.again([job]).filter(cancel_requested_at=None)
        if result.status == TaskResultStatus.READY:
            row.update(cancel_requested_at=now, cancelled_at=now)
            result.set_failed(Cancelled())
        elif result.status == TaskResultStatus.RUNNING:
            row.update(cancel_requested_at=now)


def retry(job: Job, *, acting: Viewer) -> None:
    """Run a failed job again, with a fresh count of retries; anything else stays as it is."""
    _demand(job, acting)
    with transaction.atomic():
        result = lock(job)
        row = Job.objects.again([job])
        if result.status == TaskResultStatus.FAILED:
            row.update(failures=0, crashes=0, reason="", cancel_requested_at=None, cancelled_at=None)
            put_back(result)


def _demand(job: Job, acting: Viewer) -> None:
    if acting.person_id is None or job.person_id != acting.person_id:
        acting.demand("jobs.operate", job.path or None)
