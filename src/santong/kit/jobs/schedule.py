"""Scheduled jobs: each slot of a declared schedule is run exactly once, by whichever worker is first.

A slot that passed while no worker ran is made up for once: of several missed ones only the last.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from cronsim import CronSim
from django.db import transaction
from django.utils import timezone

from santong.kit.access import SYSTEM
from santong.kit.jobs.actions import start
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.jobs.models import Schedule
from santong.kit.registry import registry

log = structlog.get_logger(__name__)


def tick(now: datetime | None = None) -> int:
    """Start what is due; returns how many jobs were started."""
    now = now or timezone.now()
    declared: list[ScheduledJob] = list(registry.of(ScheduledJob))
    rows = Schedule.objects.in_bulk()
    return sum(_tick_one(one, rows.get(one.name), now) for one in declared)


def _tick_one(declared: ScheduledJob, row: Schedule | None, now: datetime) -> int:
    if row is None or row.cron != declared.cron:
        _plan(declared, now)
        return 0
    return _run_slot(declared, now) if row.next_at <= now else 0


def _plan(declared: ScheduledJob, now: datetime) -> None:
    """Write down a new or changed schedule; it starts with its next slot."""
    Schedule.objects.update_or_create(
        name=declared.name, defaults={"cron": declared.cron, "next_at": next_slot(declared.cron, now)}
    )


def _run_slot(declared: ScheduledJob, now: datetime) -> int:
    with transaction.atomic():
        row = Schedule.objects.select_for_update().get(name=declared.name)
        if row.next_at > now:  # another worker was first
            return 0
        slot = timezone.localtime(latest_slot(declared.cron, row.next_at, now))
        row.last_job = start(declared.task, acting=SYSTEM, key=f"{declared.name}@{slot.isoformat()}")
        row.last_at, row.next_at = slot, next_slot(declared.cron, now)
        row.save()
    log.info("scheduled_job_started", schedule=declared.name, slot=slot.isoformat())
    return 1


def next_slot(cron: str, after: datetime) -> datetime:
    """The first time after `after` that the five fields name, in the platform's time zone."""
    return next(CronSim(cron, timezone.localtime(after)))


def latest_slot(cron: str, first: datetime, now: datetime) -> datetime:
    """The last time of the schedule that is not after `now`, and not before `first`."""
    just_after = timezone.localtime(now) + timedelta(microseconds=1)  # looking back excludes the start
    return max(first, next(CronSim(cron, just_after, reverse=True)))
