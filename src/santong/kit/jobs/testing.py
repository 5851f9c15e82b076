"""For tests: run what was started, without a worker process."""

from __future__ import annotations

from santong.kit.jobs import progress, queue
from santong.kit.jobs.models import Job
from santong.kit.jobs.progress import Running
from santong.kit.jobs.run import run


def run_due(worker: str = "test") -> list[Job]:
    """Run every job that is due, here and now, one after the other; returns them as they ended."""
    ended = []
    while (job := queue.claim(worker)) is not None:
        this = Running(job)
        with progress.speaking_of(this):
            run(this)
        ended.append(Job.objects.unscoped("a test").select_related("result").get(pk=job.pk))
    return ended
