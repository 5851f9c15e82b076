"""Reads: the state of the queue, for the people who operate it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from santong.kit.access import Viewer
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.jobs.models import Job, Schedule
from santong.kit.models import ScopedQuerySet
from santong.kit.registry import Label, registry

SHOWN = 50
"""Rows of each table on the operator's page; the count beside the heading tells of more."""


@dataclass(frozen=True)
class Depth:
    """How much work waits. `oldest` is since when the longest waiting job is due; None: nothing waits."""

    waiting: int
    running: int
    failed: int
    oldest: datetime | None
    stuck: bool


@dataclass(frozen=True)
class Planned:
    """A scheduled job with its last and next run."""

    name: str
    title: Label
    cron: str
    last_at: datetime | None
    next_at: datetime | None
    last_job: Job | None


PATIENCE = timedelta(minutes=5)
"""A job that waits longer with nothing running means that no worker works."""


def depth(viewer: Viewer) -> Depth:
    """The numbers over the jobs that this viewer operates."""
    seen = Job.objects.visible_to(viewer, "jobs.operate")
    waiting = seen.filter(result__in=DBTaskResult.objects.ready())
    running = seen.filter(result__status=TaskResultStatus.RUNNING).count()
    oldest = waiting.aggregate(at=Min("result__enqueued_at"))["at"]
    return Depth(
        waiting=waiting.count(),
        running=running,
        failed=failed_jobs(viewer).count(),
        oldest=oldest,
        stuck=not running and oldest is not None and oldest < timezone.now() - PATIENCE,
    )


def running_jobs(viewer: Viewer) -> list[Job]:
    """Those in work, longest first."""
    seen = Job.objects.visible_to(viewer, "jobs.operate").select_related("result")
    return list(seen.filter(result__status=TaskResultStatus.RUNNING).order_by("result__started_at")[:SHOWN])


def retrying_jobs(viewer: Viewer) -> list[Job]:
    """Those that failed and will be tried again by themselves, soonest first."""
    seen = Job.objects.visible_to(viewer, "jobs.operate").select_related("result")
    waiting = seen.filter(result__status=TaskResultStatus.READY, failures__gt=0)
    return list(waiting.order_by("result__run_after")[:SHOWN])


def failed_jobs(viewer: Viewer) -> ScopedQuerySet:
    """Those that failed for good, latest first."""
    seen = Job.objects.visible_to(viewer, "jobs.operate").select_related("result")
    return seen.filter(result__status=TaskResultStatus.FAILED, cancelled_at=None).order_by("-result__finished_at")


def planned_jobs() -> list[Planned]:
    """Every declared schedule."""
    rows = Schedule.objects.select_related("last_job__result").in_bulk()
    return [_planned(declared, rows.get(declared.name)) for declared in registry.of(ScheduledJob)]


def _planned(declared: ScheduledJob, row: Schedule | None) -> Planned:
    return Planned(
        name=declared.name,
        title=declared.task.title,
        cron=declared.cron,
        last_at=row.last_at if row else None,
        next_at=row.next_at if row else None,
        last_job=row.last_job if row else None,
    )
