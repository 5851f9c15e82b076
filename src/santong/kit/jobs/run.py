"""Runs one claimed job and writes down how it ended."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import structlog
from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.utils import translation

from santong.kit.audit import acting_as
from santong.kit.jobs import queue
from santong.kit.jobs.declare import Cancelled, Interrupted, JobFailed, JobTask, LeaseLost, Outcome
from santong.kit.jobs.models import Job
from santong.kit.jobs.progress import Running

log = structlog.get_logger(__name__)


def run(this: Running) -> None:
    """Run the job, then mark it finished, failed, cancelled or to be tried again."""
    job = this.job
    with (
        acting_as(job.person_id, address=job.address, verb=f"job.{job.result.task_name}"[:64]),
        translation.override(job.language or translation.get_language()),
        structlog.contextvars.bound_contextvars(job=str(job.pk), task=job.result.task_path),
    ):
        try:
            _attempt(this)
        except LeaseLost:
            log.warning("job_lease_lost", attempts=job.attempts)


def _attempt(this: Running) -> None:
    job = this.job
    try:
        _work(this)
        log.info("job_finished", attempts=job.attempts)
    except Cancelled:
        queue.mark_cancelled(job)
        log.info("job_cancelled")
    except Interrupted:
        queue.give_back(job)
        log.info("job_interrupted")
    except JobFailed as error:
        queue.fail(job, error, str(error), for_people=True)
        log.warning("job_failed", reason=str(error))
    except LeaseLost:
        raise
    except Exception as error:  # noqa: BLE001  (whatever a job raises is kept as its reason, and retried)
        _failed(job, error)


def _work(this: Running) -> None:
    job = this.job
    task = job.task
    with transaction.atomic() if task.atomic else nullcontext():
        value = _answer(task.call(*job.result.args_kwargs["args"], **job.result.args_kwargs["kwargs"]))
        if task.atomic:
            queue.finish(job, value)
    if not task.atomic:
        _flush(this)
        queue.finish(job, value)


def _flush(this: Running) -> None:
    """Progress that the heartbeat has not written yet: the last bar people see is the full one."""
    if this.news:
        queue.held_rows(this.job).update_quietly(**this.news)


def _answer(value: Any) -> Any:
    if not isinstance(value, Outcome):
        return value
    return {"text": str(value.text), "url": value.url, "arguments": list(value.arguments), "data": value.data}


def _failed(job: Job, error: Exception) -> None:
    reason = f"{type(error).__name__}: {error}"[:2000]
    task = _task(job)
    if task is None or job.failures >= task.retries:
        queue.fail(job, error, reason, for_people=False)
        log.exception("job_failed", failures=job.failures + 1)
    else:
        pause = task.pause(job.failures + 1)
        queue.try_again(job, reason, pause)
        log.warning("job_will_be_tried_again", error=type(error).__name__, seconds=pause.total_seconds())


def _task(job: Job) -> JobTask[..., Any] | None:
    """The declared task; None when this version of the platform has no such task."""
    try:
        return job.task
    except (ImportError, SuspiciousOperation):
        return None
