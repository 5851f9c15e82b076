"""Scheduled jobs: every slot once, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from santong.kit.jobs import schedule
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.jobs.models import Job, Schedule
from santong.kit.jobs.tests import samples
from santong.kit.jobs.upkeep import remove_old_jobs
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 9, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def every_ten_minutes() -> Iterator[None]:
    with registry.declaring(ScheduledJob("sample", "*/10 * * * *", samples.context), alone=True):
        yield


def jobs() -> list[str]:
    return list(Job.objects.exclude(key=None).order_by("key").values_list("key", flat=True))


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def test_starts_with_the_next_slot(every_ten_minutes):
    assert schedule.tick(minutes(1)) == 0
    assert schedule.tick(minutes(9.9)) == 0
    assert schedule.tick(minutes(10)) == 1
    assert schedule.tick(minutes(10.1)) == 0
    assert jobs() == ["sample@2025-09-01T12:10:00+08:00"]


def test_two_schedulers_start_a_slot_once(every_ten_minutes):
    schedule.tick(minutes(1))
    stale = Schedule.objects.get()
    assert schedule.tick(minutes(10)) == 1
    stale.save()  # as if the second had read the row before the first wrote it
    schedule.tick(minutes(10))
    assert len(jobs()) == 1


def test_missed_slots_are_made_up_for_once(every_ten_minutes):
    schedule.tick(minutes(1))
    assert schedule.tick(minutes(65)) == 1
    assert jobs() == ["sample@2025-09-01T13:00:00+08:00"]
    assert Schedule.objects.get().next_at == minutes(70)


def test_changed_line_takes_effect(every_ten_minutes):
    schedule.tick(minutes(1))
    hourly = ScheduledJob("sample", "0 * * * *", samples.context)
    with registry.declaring(hourly, alone=True):
        assert schedule.tick(minutes(10)) == 0
    assert Schedule.objects.get().next_at == minutes(60)


def test_own_upkeep_runs():
    assert remove_old_jobs.call() == 0
