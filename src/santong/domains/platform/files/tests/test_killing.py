"""A worker process that is killed while it converts: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings

from santong.domains.platform.files import store
from santong.domains.platform.files.models import Rendition
from santong.domains.platform.files.tests.cast import kept
from santong.domains.platform.files.tests.test_conversion import generated
from santong.kit.jobs.models import Job
from santong.kit.jobs.tests.test_worker import database_url

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Begins worker processes on the test's database and storage."""
    processes: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        environment = {**os.environ, "DATABASE_URL": database_url(), "SANTONG_HOME": str(settings.HOME)}
        processes.append(subprocess.Popen([sys.executable, "-m", "santong", "worker"], env=environment))
        return processes[-1]

    yield begin
    for process in processes:
        process.kill()
        process.wait()


def until(condition: Callable[[], bool], patience: float = 120.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def test_a_killed_worker_loses_and_doubles_nothing(cast, tmp_path, worker):
    picture = ("-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25:duration=8")
    file = kept(cast["owner"], generated(tmp_path / "clip.mp4", *picture, "-preset", "ultrafast"))
    rows = Rendition.objects.filter(blob=file.blob)
    first = worker()
    until(lambda: rows.filter(state="running").exists())
    first.kill()
    first.wait()
    assert rows.exclude(state="ready").exists(), "it was killed before the end"
    worker()
    until(lambda: not rows.exclude(state="ready").exists())
    # Beside it are jobs that workers start by the clock.
    jobs = Job.objects.unscoped("a test").filter(result__task_path__contains="files.converting")
    until(lambda: jobs.get().state == "succeeded")
    assert sorted(rows.values_list("kind", flat=True)) == ["hls", "poster", "sprite"]
    named = {f"{row.folder}/{name}" for row in rows for name in row.sizes}
    assert sorted(store.walk("renditions")) == sorted(named)
    assert jobs.get().crashes == 1
