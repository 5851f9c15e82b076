"""A notice to everybody: how long it takes, what kills cost it, what pages cost meanwhile, e-mail, and a full inbox.

`seconds` is from pressing Send to the last row, with the moment in which it can still be taken back. `mail_seconds` is
from the first letter to the last that a mail server gets of one notice to `mails` people, with its workers being killed
`mail_kills` times; each kill may double the one letter that was on its way.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import django
import psutil
from django.core.management import call_command

from bench.contract import Run, at_least, at_most, main, say
from bench.jobs_kill import kill
from bench.mailsink import MailSink
from bench.visitor import Visitor
from santong.kit.testing.serving import Installation, Served

LIMITS = {
    "seconds": at_most(60),
    "lost": at_most(0),
    "duplicated": at_most(0),
    "kills": at_least(3),
    "page_cpu_ratio": at_most(2),
    "mail_lost": at_most(0),
    "mail_doubled_a_kill": at_most(1),
    "mail_kills": at_least(2),
    "mails_a_second": at_least(50),
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
    loopback = {"PUBLIC_URL": "http://127.0.0.1", "CHANNELS_LOOPBACK": "1"}
    with run.installation(LOG_LEVEL="WARNING", **loopback) as place:
        os.environ.update(place.environment)
        django.setup()
        call_command("migrate", verbosity=0)
        from bench import accessfill

        region = accessfill.fill(accessfill.Size(run.pick(64, 3)), say)
        inbox = full_inbox(region)
        figures = sending(place, region, run.pick(20, 4))
        mails = mailing(place, region, run.pick(180_000, 2000), run.pick(6, 2))
        return {**figures, **mails, **inbox}


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


def mailing(place: Installation, region: object, people: int, kills: int) -> Mapping[str, float]:
    """One notice of which that many people are told by e-mail, while the worker that sends is killed."""
    from santong.domains.platform.channels.models import Delivery

    with MailSink() as sink:
        say(f"{give_addresses(sink.port, people)} people want e-mail")
        with serving(place, web=0, workers=WORKERS) as served:
            notice = send(region, at_once=True)
            wait_for(notice)
            delivered_at = time.monotonic()
            while Delivery.objects.filter(message__notice=notice).count() < people and _patient(delivered_at):
                time.sleep(0.1)
            say(f"{people} rows {time.monotonic() - delivered_at:.1f} s after it was delivered")
            done, began, first = 0, time.monotonic(), 0.0
            while Delivery.objects.filter(message__notice=notice, state="waiting").exists() and _patient(began, 3600):
                first = first or (time.monotonic() if sink.letters else 0.0)
                if done < kills and sink.letters >= people * (done + 1) / (kills + 2) and (worker := sender(served)):
                    done += kill(worker)
                    say(f"kill {done}, {sink.letters} letters after {time.monotonic() - began:.0f} s")
                time.sleep(0.05)
        seconds = time.monotonic() - first
        sent = Delivery.objects.filter(message__notice=notice, state="sent").count()
        say(f"{sink.letters} letters, {sink.doubled} doubled, in {seconds:.1f} s")
        return {
            "mails": sent, "mail_kills": done, "mail_seconds": seconds, "mails_a_second": sent / seconds,
            "mail_lost": people - len(sink.ids), "mail_doubled": sink.doubled,
            "mail_doubled_a_kill": sink.doubled / max(done, 1),
        }  # fmt: skip


def _patient(since: float, seconds: float = PATIENCE) -> bool:
    return time.monotonic() < since + seconds


def sender(served: Served) -> psutil.Process | None:
    """The worker that sends just now."""
    from santong.domains.platform.channels.models import Delivery
    from santong.kit.jobs.models import Job

    leases = set(Delivery.objects.filter(state="waiting").exclude(lease="").values_list("lease", flat=True))
    jobs = Job.objects.filter(result__task_path__endswith="starting.send").exclude(worker="")
    held = {worker for key, worker in jobs.values_list("pk", "worker") if f"job-{key.hex}" in leases}
    return next((each for each in served.processes("santong worker") if any(f"-{each.pid}-" in n for n in held)), None)


def give_addresses(port: int, people: int) -> int:
    """Switch e-mail on, and give people confirmed addresses, without quiet times; how many have one."""
    from datetime import date

    from django.utils import timezone

    from santong.domains.platform.access.public import Appointment
    from santong.domains.platform.channels import sealing
    from santong.domains.platform.channels.actions import set_up_channel
    from santong.domains.platform.channels.models import Address, Channel, Times, Wish
    from santong.domains.platform.identity.public import Person
    from santong.kit.access import SYSTEM

    values = {"host": "127.0.0.1", "port": str(port), "safety": "open", "sender": "notices@example.cn"}
    channel = Channel.objects.get(medium="email")
    set_up_channel(acting=SYSTEM, channel=channel, per_minute=60_000, values=values, secrets={})
    Channel.objects.filter(pk=channel.pk).update_quietly(is_on=True)
    Person.objects.update_quietly(birth_date=date(2000, 1, 1))
    held = Appointment.objects.filter(person__is_active=True).order_by("person").values_list("person", flat=True)
    keys, now = list(held.distinct()[:people]), timezone.now()
    for start in range(0, len(keys), 5000):
        addresses = []
        for key in keys[start : start + 5000]:
            text = f"p{key}@example.cn"
            index = sealing.index_of("email", text)
            cipher = sealing.seal_address("email", index, text)
            addresses.append(Address(person_id=key, medium="email", index=index, cipher=cipher, confirmed_at=now))
        made = bulk(Address, addresses)
        bulk(Wish, [Wish(address_id=row.pk, kind="digest") for row in made])
        quiet = {"quiet_from": "00:00", "quiet_until": "00:00", "digest_at": None}
        bulk(Times, [Times(person_id=row.person_id, **quiet) for row in made])
    return len(keys)


def bulk(model: Any, rows: list[Any]) -> list[Any]:
    """Insert rows without the audit record, which is measured elsewhere."""
    from django.db import models

    made: list[Any] = models.QuerySet(model).bulk_create(rows)
    return made


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
