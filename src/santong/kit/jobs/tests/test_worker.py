"""Real worker processes on the test database: progress, cancelling, stopping, dying."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from santong.kit.access import SYSTEM
from santong.kit.jobs.actions import cancel, start
from santong.kit.jobs.models import Job
from santong.kit.jobs.tests import samples
from santong.kit.jobs.worker import Worker

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def database_url() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgresql://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


@pytest.fixture
def begin():
    """Start worker processes; whatever still runs at the end is killed."""
    processes = []

    def run() -> subprocess.Popen:
        environment = {**os.environ, "DATABASE_URL": database_url(), "SANTONG_HOME": str(settings.HOME)}
        command = [sys.executable, "-m", "santong", "worker", "--threads", "2"]
        processes.append(subprocess.Popen(command, env=environment))
        return processes[-1]

    yield run
    for process in processes:
        process.kill()
        process.wait()


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return start(samples.patient, {"until": str(tmp_path / "go")}, acting=SYSTEM)


def again(job: Job) -> Job:
    return Job.objects.select_related("result").get(pk=job.pk)


def until(condition, patience: float = 60.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def test_progress_is_seen_and_cancel_is_heard(begin, job):
    begin()
    until(lambda: again(job).percent == 50)
    cancel(again(job), acting=SYSTEM)
    until(lambda: again(job).state == Job.State.CANCELLED)


def test_stopped_worker_hands_its_job_over(begin, job, tmp_path):
    first = begin()
    until(lambda: again(job).state == Job.State.RUNNING)
    first.send_signal(signal.SIGTERM)
    assert first.wait(60) == 0
    assert (again(job).state, again(job).crashes) == (Job.State.WAITING, 0)
    (tmp_path / "go").touch()
    begin()
    until(lambda: again(job).state == Job.State.SUCCEEDED)


def test_killed_worker_loses_nothing(begin, job, tmp_path):
    first = begin()
    until(lambda: again(job).state == Job.State.RUNNING)
    first.kill()
    first.wait()
    assert again(job).state == Job.State.RUNNING
    (tmp_path / "go").touch()
    begin()
    until(lambda: again(job).state == Job.State.SUCCEEDED)
    assert (again(job).crashes, again(job).attempts) == (1, 2)


def test_worker_ends_when_nothing_is_due():
    jobs = [start(samples.note, {"what": str(n)}, acting=SYSTEM) for n in range(5)]
    Worker(1, scheduler=False).run(until_empty=True)
    assert {again(job).state for job in jobs} == {Job.State.SUCCEEDED}


PATIENCE = 300.0
"""Seconds; it takes a start and ten idle seconds, longer on a busy machine."""


def resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is only known from a Linux /proc")
def test_a_worker_gives_back_what_a_job_loaded_and_goes_on(begin):
    worker = begin()
    large = start(samples.hungry, acting=SYSTEM)
    until(lambda: again(large).state == Job.State.SUCCEEDED, PATIENCE)
    assert resident_mb(worker.pid) > 200
    until(lambda: resident_mb(worker.pid) < 190, PATIENCE)
    following = start(samples.note, {"what": "later"}, acting=SYSTEM)
    until(lambda: again(following).state == Job.State.SUCCEEDED, PATIENCE)
    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0


def test_a_worker_that_has_not_grown_stays():
    worker = Worker(1, scheduler=False)
    worker._idle_since = time.monotonic() - 3600
    assert not worker.is_outgrown
    kept = b"x" * 100 * 1024**2
    assert worker.is_outgrown, len(kept)
