"""Jobs under kill -9: how many are lost, and how many effects happen twice."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping

import django
import psutil
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say
from santong.kit.testing.serving import Served

PROCESSES, THREADS = 2, 4
PATIENCE = 300.0


def measure(run: Run) -> dict[str, float]:
    """Start jobs twice each with a key, kill their workers again and again, count the effects."""
    jobs, kills = run.pick(1000, 120), run.pick(15, 4)
    with run.installation(LOG_LEVEL="WARNING") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        start(jobs)
        served = Served(place, arguments=("--web", "0", "--jobs", str(PROCESSES), "--threads", str(THREADS)))
        served.start()
        try:
            done = kill_workers(served, jobs, kills)
            wait(jobs)
        finally:
            served.stop()
        return {**outcome(jobs), "jobs": jobs, "kills": done}


def start(jobs: int) -> None:
    """Put the jobs into the queue; the second start with the same key must add none."""
    from bench import effects
    from santong.kit.access import SYSTEM
    from santong.kit.jobs.public import start as start_job

    effects.create_table()
    for number in range(jobs):
        for _ in range(2):
            kind = effects.KINDS[number % len(effects.KINDS)]
            start_job(kind, {"number": number}, acting=SYSTEM, key=f"bench-{number}")  # type: ignore[arg-type]
    say(f"{jobs} jobs are waiting")


def kill_workers(served: Served, jobs: int, kills: int) -> int:
    """Kill a worker whenever another part of the jobs is done; returns how many died."""
    done = 0
    while done < kills and finished() < jobs:
        due = jobs * (done + 1) / (kills + 1)
        workers = served.processes("santong worker")
        if finished() >= due and workers:
            done += kill(random.choice(workers))
            say(f"kill {done} of {kills}, {finished()} of {jobs} jobs done")
        time.sleep(0.05)
    return done


def kill(process: psutil.Process) -> bool:
    """kill -9; False when it was gone already."""
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return False
    return True


def wait(jobs: int) -> None:
    """Until all jobs have ended, or none has for a long time."""
    deadline = time.monotonic() + PATIENCE
    while finished() < jobs and time.monotonic() < deadline:
        time.sleep(0.2)
    say(f"{finished()} of {jobs} jobs done")


def finished() -> int:
    """How many jobs ended well."""
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.successful().filter(task_path__startswith="bench.").count()


def interrupted() -> int:
    """How many jobs were in the hands of a worker when it died: else the kills proved nothing."""
    from santong.kit.jobs.models import Job

    return Job.objects.filter(crashes__gt=0).count()


def outcome(jobs: int) -> Mapping[str, float]:
    """`lost`: jobs with a part missing or not marked as done. `duplicated`: effects that happened more than once."""
    from bench import effects

    counts = effects.counts()
    incomplete = sum(any((number, part) not in counts for part in range(effects.PARTS)) for number in range(jobs))
    return {
        "lost": max(incomplete, jobs - finished()),
        "duplicated": sum(times > 1 for times in counts.values()),
        "interrupted": interrupted(),
    }


LIMITS = {"lost": at_most(0), "duplicated": at_most(0), "kills": at_least(3), "interrupted": at_least(1)}

if __name__ == "__main__":
    main("jobs_kill", measure, LIMITS)
