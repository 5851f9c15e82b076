"""The queue: putting jobs in, claiming them, keeping the lease, giving them back.

Every change of a job's state locks the task result's row first, then the job's, so that two
workers never wait for each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus, task_backends
from django_tasks.base import Task
from django_tasks.utils import normalize_json
from django_tasks_db.models import DBTaskResult, get_date_max

from santong.kit.audit import audit_context
from santong.kit.jobs import leases
from santong.kit.jobs.declare import Cancelled, LeaseLost
from santong.kit.jobs.models import Job

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
"""Long enough for SQLite's wait for a lock (20 s) to delay the heartbeat, short enough to wait for."""

CRASH_LIMIT = 20
"""A job that took so many workers down with it is not tried again."""

REASON = "a job's own state"

AT_ONCE = get_date_max()
"""How the database backend writes that a job is not put off."""


@dataclass(frozen=True)
class Details:
    """Who wants a job done, and what for. `grants` None: the installation itself."""

    key: str | None = None
    person_id: int | None = None
    path: str = ""
    grants: list[tuple[str, str]] | None = None
    category: str = ""
    address: str = ""
    subject: str = ""

    @classmethod
    def here(cls) -> Details:
        """For a plain `task.enqueue()`: in the name of whoever the audit says is acting."""
        context = audit_context.get()
        grants: list[tuple[str, str]] | None = [] if context.person_id else None
        return cls(person_id=context.person_id, address=context.address, grants=grants)


def put(task: Task, args: Any, kwargs: Any, details: Details) -> Job:
    """Add a job, or find the one with the same key."""
    known = with_key(details.key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _create(task, args, kwargs, details)
    except IntegrityError:
        known = with_key(details.key)
        if known is None:
            raise
        return known


def with_key(key: str | None) -> Job | None:
    """The job that was started with this key."""
    if key is None:
        return None
    return Job.objects.unscoped(REASON).select_related("result").filter(key=key).first()


def _create(task: Task, args: Any, kwargs: Any, details: Details) -> Job:
    task_backends[task.backend].validate_task(task)
    result = DBTaskResult.objects.create(
        args_kwargs=normalize_json({"args": args, "kwargs": kwargs}),
        priority=task.priority,
        task_path=task.module_path,
        queue_name=task.queue_name,
        run_after=task.run_after or AT_ONCE,
        backend_name=task.backend,
    )
    job = Job(
        result=result,
        key=details.key,
        person_id=details.person_id,
        path=details.path,
        grants=details.grants,
        category=details.category,
        address=details.address,
        language=get_language() or "",
        subject=details.subject[:160],
    )
    if details.person_id is None:
        # What the clock starts, some of it every minute, would drown the audit record.
        QuerySet[Job](Job).bulk_create([job])
    else:
        job.save(force_insert=True)
    return job


def claim(worker: str, *, without: tuple[str, ...] = ()) -> Job | None:
    """Take the next job that is due, for this worker; None when there is none.

    `without` names queues to leave alone.
    """
    due = DBTaskResult.objects.ready().exclude(queue_name__in=without)
    if not due.exists():  # spares an idle worker the write lock
        return None
    with transaction.atomic():
        result = due.select_for_update(skip_locked=True).first()
        if result is None:
            return None
        result.status = TaskResultStatus.RUNNING
        result.started_at = timezone.now()
        result.worker_ids = [*result.worker_ids[-9:], worker]
        result.save(update_fields=["status", "started_at", "worker_ids"])
        Job.objects.filter(pk=result.pk).update_quietly(
            worker=worker, lease_until=Now() + LEASE, attempts=F("attempts") + 1
        )
    return Job.objects.select_related("result").get(pk=result.pk)


def renew(job: Job, **progress: Any) -> bool | None:
    """Extend the lease and write progress. Returns whether cancelling was asked for; None: lease lost."""
    held = held_rows(job)
    if not held.update_quietly(lease_until=Now() + LEASE, **progress):
        return None
    return held.filter(cancel_requested_at__isnull=False).exists()


def held_rows(job: Job) -> Any:
    """The job's row while this claim still holds it; empty once another worker does."""
    return Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts)


def finish(job: Job, value: Any) -> None:
    """Mark as done, in the transaction around this call if there is one."""
    with transaction.atomic():
        _let_go(job, reason="")
        job.result.set_successful(value)


def fail(job: Job, error: BaseException, reason: str, *, for_people: bool) -> None:
    """Mark as failed for good."""
    with transaction.atomic():
        _let_go(job, reason=reason, reason_is_for_people=for_people, failures=F("failures") + 1)
        job.result.set_failed(error)


def try_again(job: Job, reason: str, pause: timedelta) -> None:
    """Put back after an error, to be run again after a pause."""
    with transaction.atomic():
        _let_go(job, reason=reason, reason_is_for_people=False, failures=F("failures") + 1)
        put_back(job.result, pause)


def give_back(job: Job) -> None:
    """Put back a job whose worker is stopping."""
    with transaction.atomic():
        _let_go(job)
        put_back(job.result)


def mark_cancelled(job: Job) -> None:
    """Mark as stopped by the person."""
    with transaction.atomic():
        _let_go(job, cancelled_at=timezone.now())
        job.result.set_failed(Cancelled())


def _let_go(job: Job, **changes: Any) -> None:
    lock(job)
    if not held_rows(job).update_quietly(worker="", lease_until=None, **changes):
        raise LeaseLost(str(job.pk))


def put_back(result: DBTaskResult, pause: timedelta | None = None) -> None:
    result.status = TaskResultStatus.READY
    result.run_after = timezone.now() + pause if pause else AT_ONCE
    result.save(update_fields=["status", "run_after"])


def lock(job: Job) -> DBTaskResult:
    """Lock the job's task result until the transaction ends, and read it again."""
    job.result = DBTaskResult.objects.select_for_update().get(pk=job.pk)
    return job.result


def release_dead() -> int:
    """Give back the jobs of workers that died; returns how many.

    A worker is dead when its lease ran out, or at once when its lock file on this machine shows
    that the process is gone.
    """
    held = Job.objects.filter(lease_until__isnull=False).annotate(late=Q(lease_until__lt=Now()))
    return sum(_release(job) for job in held.select_related("result") if job.late or leases.is_dead(job.worker))


def _release(job: Job) -> bool:
    """Give one dead worker's job back; False when somebody else was quicker."""
    try:
        with transaction.atomic():
            crashes = job.crashes + 1
            _let_go(job, crashes=crashes)
            _after_crash(job, crashes)
    except LeaseLost:
        return False
    log.warning("job_released", job=str(job.pk), task=job.result.task_path, worker=job.worker, crashes=crashes)
    return True


def _after_crash(job: Job, crashes: int) -> None:
    if job.cancel_requested_at:
        Job.objects.filter(pk=job.pk).update_quietly(cancelled_at=timezone.now())
        job.result.set_failed(Cancelled())
    elif crashes >= CRASH_LIMIT:
        reason = _("The worker process died %(count)s times while it ran this job.") % {"count": crashes}
        Job.objects.filter(pk=job.pk).update_quietly(reason=reason)
        job.result.set_failed(LeaseLost(reason))
    else:
        put_back(job.result)
