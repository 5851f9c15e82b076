"""A notice to everybody: how long it takes, what kills cost it, what pages cost meanwhile, and a full inbox.

`seconds` is from pressing Send to the last row, with the moment in which it can still be taken back.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

import django
import psutil
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say
from bench.jobs_kill import kill
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served

LIMITS = {
    "seconds": at_most(60),
    "lost": at_most(0),
    "duplicated": at_most(0),
    "kills": at_least(3),
    "page_cpu_ratio": at_most(2),
    "inbox_p95_ms": at_most(30),
    "inbox_queries": at_most(8),
}
TODOS = 5000
PATIENCE = 240.0
WORKERS = 4
KILLS_A_NOTICE = 8
"""Fewer than the deaths after which a job is given up."""


def measure(run: Run) -> dict[str, float]:
    """Fill a region, send to all of it, kill the workers of further notices, ask for a full inbox."""
    with run.installation(LOG_LEVEL="WARNING", PUBLIC_URL="http://127.0.0.1") as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        from bench import accessfill

        region = accessfill.fill(accessfill.Size(run.pick(64, 3)), say)
        inbox = full_inbox(region)
        figures = sending(place, region, run.pick(20, 4))
        return {**figures, **inbox}


def sending(place: Installation, region: object, kills: int) -> Mapping[str, float]:
    """One notice undisturbed, with a reader of pages beside it; then others, whose workers are killed."""
    with serving(place, web=1, workers=1) as served:
        visitor = Visitor(served.url, {"session": region.sessions["principal"]})  # type: ignore[attr-defined]
        page_cpu(served, visitor, seconds=4)  # the first pages load what all need
        calm = page_cpu(served, visitor, seconds=6)
        notice, began = send(region), time.monotonic()
        busy = page_cpu(served, visitor, notice=notice)
        wait_for(notice)
        seconds = time.monotonic() - began
        say(f"{rows_of(notice)} rows after {seconds:.1f} s; a page {calm:.1f} ms, meanwhile {busy:.1f} ms")
    sent, done = [notice], 0
    # One worker alone would be started ever more slowly: the supervisor doubles the pause after each death.
    with serving(place, web=0, workers=WORKERS) as served:
        while done < kills:
            further = send(region, at_once=True)
            died = disturb(served, further, min(kills - done, KILLS_A_NOTICE))
            wait_for(further)
            sent.append(further)
            done += died
            say(f"{done} kills, {rows_of(further)} rows")
            if not died:
                raise RuntimeError("no worker died in the course of a delivery")
    return {"seconds": seconds, "kills": done, "page_cpu_ratio": busy / calm, **outcome(sent)}


@contextmanager
def serving(place: Installation, *, web: int, workers: int) -> Iterator[Served]:
    """The product with so many processes for pages and for jobs."""
    served = Served(place, arguments=("--web", str(web), "--jobs", str(workers), "--threads", "2"))
    served.start()
    try:
        if web:
            served.wait_until_ready()
        yield served
    finally:
        served.stop()


def send(region: object, *, at_once: bool = False) -> int:
    """Write a notice to everybody in the city, and send it; its key. `at_once`: nobody can take it back."""
    from django.utils import timezone

    from santong.domains.platform.notices.actions import add_audience, put_notice, schedule_notice, send_notice
    from santong.domains.platform.notices.models import Notice

    acting, city = region.viewers["city"], region.city  # type: ignore[attr-defined]
    notice = Notice(title="Benchmark", text="Text", organisation=city)
    put_notice(acting=acting, notice=notice)
    add_audience(acting=acting, notice=notice, organisation=city, roles=("pupil", "staff"), people=())
    if at_once:
        schedule_notice(acting=acting, notice=notice, send_at=timezone.now() + timedelta(seconds=1))
    else:
        send_notice(acting=acting, notice=notice)
    return notice.pk


def delivered(notice: int) -> bool:
    """Whether everybody has it."""
    from santong.domains.platform.notices.models import Notice

    return Notice.objects.filter(pk=notice, delivered_at__isnull=False).exists()


def rows_of(notice: int) -> int:
    """How many have it."""
    from santong.domains.platform.notices.models import Recipient

    return Recipient.objects.filter(notice=notice).count()


def wait_for(notice: int) -> None:
    """Until everybody has it, or nothing has happened for a long time."""
    deadline = time.monotonic() + PATIENCE
    while not delivered(notice) and time.monotonic() < deadline:
        time.sleep(0.1)


def page_cpu(served: Served, visitor: Visitor, *, seconds: float = 0, notice: int = 0) -> float:
    """CPU milliseconds of the web process for a page, over some seconds or in the course of a delivery."""
    began, pages, before = time.monotonic(), 0, 0.0
    while (notice and not delivered(notice)) or time.monotonic() < began + seconds:
        if notice and not pages and not rows_of(notice):
            visitor.get("/account/places/")  # not counted: the moment before it goes out
            time.sleep(0.3)
            continue
        before = before or _web_seconds(served)
        visitor.get("/account/places/")
        pages += 1
    return (_web_seconds(served) - before) * 1000 / max(pages, 1)


def _web_seconds(served: Served) -> float:
    found = [process.cpu_times() for process in served.processes("santong.config.web")]
    return sum(times.user + times.system for times in found)


def disturb(served: Served, notice: int, most: int) -> int:
    """Kill whoever delivers a notice after each further part of it; returns how many died in it."""
    done, reached = 0, 0
    deadline = time.monotonic() + PATIENCE
    while done < most and not delivered(notice) and time.monotonic() < deadline:
        now = rows_of(notice)
        worker = deliverer(served) if now > reached else None
        if worker is not None and kill(worker):
            done, reached = done + 1, now
        time.sleep(0.02)
    return done


def deliverer(served: Served) -> psutil.Process | None:
    """The worker that has the delivery in hand."""
    from santong.kit.jobs.models import Job

    names = Job.objects.exclude(worker="").filter(result__task_path__endswith="notices.jobs.deliver")
    held = set(names.values_list("worker", flat=True))
    return next((each for each in served.processes("santong worker") if any(f"-{each.pid}-" in n for n in held)), None)


def outcome(sent: list[int]) -> Mapping[str, float]:
    """`lost` are people who should have a notice and don't, `duplicated` those who have it twice."""
    from django.db.models import Count

    from santong.domains.platform.access.public import Appointment
    from santong.domains.platform.notices.models import Recipient

    expected = Appointment.objects.filter(person__is_active=True).values("person").distinct().count()
    lost = sum(expected - rows_of(notice) for notice in sent)
    twice = Recipient.objects.values("notice", "person").annotate(n=Count("pk")).filter(n__gt=1).count()
    return {"rows": rows_of(sent[0]), "notices": len(sent), "lost": lost, "duplicated": twice}


def full_inbox(region: object) -> Mapping[str, float]:
    """The inbox of a principal who has had thousands of notices to acknowledge, read anew each time.

    The CPU time of this process beside it says what a page costs where others use the machine.
    """
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from santong.domains.platform.notices.models import Notice, Recipient

    person, day = region.viewers["principal"].person_id, timezone.localdate()  # type: ignore[attr-defined]
    past = [
        Notice(title=f"Notice {n}", state="sent", sent_at=timezone.now() - timedelta(days=n % 400),
               wants_receipt=True, deadline=day + timedelta(days=3 - n % 400))
        for n in range(TODOS)
    ]  # fmt: skip
    Notice._base_manager.bulk_create(past)
    Recipient._base_manager.bulk_create(
        Recipient(notice=notice, person_id=person, acknowledged=n > 9, settled=n > 9) for n, notice in enumerate(past)
    )
    client, times, costs = Client(headers={"host": "127.0.0.1"}), [], []
    client.cookies["session"] = region.sessions["principal"]  # type: ignore[attr-defined]
    for _number in range(60):
        cache.clear()
        began, before = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/today/")
        times.append((time.perf_counter() - began) * 1000)
        costs.append((time.process_time() - before) * 1000)
        if answer.status_code != 200 or b"Notice" not in answer.content:
            raise RuntimeError(f"the inbox answered {answer.status_code}")
    p95 = statistics.quantiles(times[10:], n=20)[-1]
    cpu = statistics.median(costs[10:])
    say(f"inbox after {TODOS} past to-dos: p95 {p95:.1f} ms, {cpu:.1f} ms of CPU, {len(queries)} queries")
    return {"inbox_p95_ms": p95, "inbox_cpu_ms": cpu, "inbox_queries": len(queries), "todos": TODOS}


if __name__ == "__main__":
    main("notices", measure, LIMITS)
