"""Sending what is due: claimed in batches under a lease, each answer written down before the next message goes out.

A worker that dies leaves its lease behind. The job is run again, takes its own rows at once, and sends those of which
no answer is noted: of the message, or the request of several, that was on its way nobody knows whether it arrived.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation

from santong.domains.platform.channels.adapters import ADAPTERS
from santong.domains.platform.channels.adapters.answers import (
    Adapter,
    Answer,
    Given,
    Outcome,
    Parcel,
    Problem,
    Trouble,
)
from santong.domains.platform.channels.models import MINUTE, Channel, Delivery, Message, Times
from santong.domains.platform.channels.times import after_quiet, in_working_hours, times_of
from santong.domains.platform.notices.public import no_longer_told

State = Delivery.State
LEASE = timedelta(minutes=10)
PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
FACTOR = 4
UNSENT = Q(state=State.WAITING)


@dataclass
class Batch:
    """What one worker has in hand of a channel."""

    channel: Channel
    rows: list[Delivery]


def adapter_of(channel: Channel) -> Adapter:
    """A channel's adapter with all that it needs."""
    values = {**channel.values, **channel.open_secrets()}
    return ADAPTERS[channel.medium](Given(values, loopback=settings.CHANNELS_LOOPBACK))


def claim(medium: str, lease: str) -> Batch | None:
    """Take what is due, at most a batch and what the minute allows; None when there is nothing to be taken now."""
    now = timezone.now()
    with transaction.atomic():
        # The lock on the channel lets one worker claim at a time: two count the minute's messages together.
        channels = Channel.objects.by_installation().select_for_update(of=("self",))
        channel = channels.filter(medium=medium).first()
        if channel is None or channel.state != "on":
            return None
        rows = _left_behind(medium, lease) or _due(channel, now)
        if not rows:
            return None
        held = _weed_out(rows, now)
        keys = [row.pk for row in held]
        Delivery.objects.filter(pk__in=keys).update(lease=lease, leased_until=now + LEASE)
        _count(channel, sum(row.lease != lease for row in held), now)
    return Batch(channel, held)


def _left_behind(medium: str, lease: str) -> list[Delivery]:
    """What this job had in hand when its worker died: it counts no second time."""
    return list(
        _with_all(Delivery.objects.filter(UNSENT, medium=medium, lease=lease)).order_by("pk")[: ADAPTERS[medium].batch]
    )


def _due(channel: Channel, now: datetime) -> list[Delivery]:
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    most = min(ADAPTERS[channel.medium].batch, channel.allowance(now))
    rows = Delivery.objects.filter(UNSENT, free, medium=channel.medium, due_at__lte=now)
    return list(_with_all(rows).order_by("due_at", "pk")[:most]) if most else []


def _with_all(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    return rows.select_related("message", "address__person")


def _weed_out(rows: Sequence[Delivery], now: datetime) -> list[Delivery]:
    """Leave out what was withdrawn or is read already, what came too late, and what has to wait for the morning."""
    over = no_longer_told([(row.message.notice_id, row.address.person_id) for row in rows if row.message.notice_id])
    times = times_of({row.address.person_id for row in rows})
    held: list[Delivery] = []
    needless: list[int] = []
    late: list[int] = []
    not_now: list[Delivery] = []
    for row in rows:
        person = row.address.person
        if row.message.withdrawn_at or (row.message.notice_id, person.pk) in over or not _may_go(row):
            needless.append(row.pk)
        elif row.until < now:
            late.append(row.pk)
        elif (moment := allowed_from(row.message, times.get(person.pk), now)) > now:
            row.due_at, row.lease, row.leased_until = moment, "", None
            not_now.append(row)
        else:
            held.append(row)
    Delivery.objects.filter(pk__in=needless).update(state=State.NOT_NEEDED, done_at=now)
    Delivery.objects.filter(pk__in=late).update(state=State.GIVEN_UP, done_at=now, problem=Problem.TOO_LATE)
    Delivery.objects.bulk_update(not_now, ["due_at", "lease", "leased_until"])
    return held


def _may_go(row: Delivery) -> bool:
    return row.address.is_used and row.address.person.is_active


def allowed_from(message: Message, times: Times | None, moment: datetime) -> datetime:
    """The first moment from one on in which a message may reach somebody."""
    if message.working_at:
        moment = in_working_hours(message.working_at, moment)
    return moment if message.is_urgent else after_quiet(times or Times(), moment)


def _count(channel: Channel, number: int, now: datetime) -> None:
    minute = now.replace(second=0, microsecond=0)
    used = (channel.used if channel.minute == minute else 0) + number
    Channel.objects.again([channel]).update_quietly(minute=minute, used=used)


def send_batch(batch: Batch, adapter: Adapter, lease: str) -> int:
    """Send what is in hand; how many arrived. What stops the channel is noted there, and the rest given back."""
    waiting = {row.key: row for row in batch.rows}
    sent = 0
    try:
        for language, parcels in _by_language(batch.rows):
            with translation.override(language):
                for said in adapter.send(parcels):
                    sent += write_down([(waiting.pop(parcel.key), answer) for parcel, answer in said], lease)
    except Trouble as trouble:
        stop(batch.channel, trouble)
        give_back(waiting.values(), lease, trouble)
    else:
        if sent and batch.channel.troubles:
            Channel.objects.again([batch.channel]).update_quietly(troubles=0)
    return sent


def _by_language(rows: Iterable[Delivery]) -> Iterable[tuple[str, list[Parcel]]]:
    found: dict[str, list[Parcel]] = {}
    for row in rows:
        language = row.address.person.language or settings.LANGUAGE_CODE
        found.setdefault(language, []).append(parcel_of(row))
    return found.items()


def parcel_of(row: Delivery) -> Parcel:
    """What the adapter gets: the title and the way back, never what the notice says."""
    message = row.message
    link = f"{settings.PUBLIC_URL}{message.link}"
    return Parcel(row.key, f"message-{message.pk}", row.address.text, message.title, link, is_urgent=message.is_urgent)


def write_down(answers: Sequence[tuple[Delivery, Answer]], lease: str) -> int:
    """Note what the other side said of the messages of a request, at once; how many arrived."""
    with transaction.atomic():
        for row, answer in answers:
            _write_down(row, answer, lease)
    return sum(answer.outcome is Outcome.DELIVERED for _row, answer in answers)


def _write_down(row: Delivery, answer: Answer, lease: str) -> None:
    now = timezone.now()
    facts: dict[str, object] = {
        "tries": row.tries + 1, "problem": answer.problem, "detail": answer.detail, "lease": "", "leased_until": None,
    }  # fmt: skip
    if answer.outcome is Outcome.LATER:
        # Whether that is somebody's quiet time is decided when it is due.
        facts["due_at"] = now + pause_after(row.tries + 1, answer.after)
    else:
        facts["state"] = State.SENT if answer.outcome is Outcome.DELIVERED else State.GIVEN_UP
        facts["done_at"] = now
    # Held no more, because it took too long: whoever has it now writes down what they are told.
    Delivery.objects.filter(UNSENT, pk=row.pk, lease=lease).update(**facts)
    if answer.outcome is Outcome.NEVER and answer.problem in (Problem.ADDRESS, Problem.UNWANTED):
        type(row.address).objects.again([row.address]).update_quietly(refused_at=now, problem=answer.problem)


def pause_after(tries: int, after: int = 0) -> timedelta:
    """How long to wait before the next try: four times longer each time, at least as long as the other side asks."""
    return max(min(PAUSE * FACTOR ** min(tries - 1, 6), LONGEST_PAUSE), timedelta(seconds=after))


def stop(channel: Channel, trouble: Trouble) -> None:
    """Leave the other side alone for a while, and note why for whoever keeps the channels."""
    now, troubles = timezone.now(), channel.troubles + 1
    Channel.objects.again([channel]).update_quietly(
        troubles=troubles, resumes_at=now + pause_after(troubles, trouble.after), problem=trouble.problem,
        detail=trouble.detail, problem_at=now,
    )  # fmt: skip


def give_back(rows: Iterable[Delivery], lease: str, trouble: Trouble) -> None:
    """What wasn't sent waits again; nobody has refused it."""
    keys = [row.pk for row in rows]
    Delivery.objects.filter(UNSENT, pk__in=keys, lease=lease).update(
        lease="", leased_until=None, problem=trouble.problem, detail=trouble.detail
    )


def next_due(channel: Channel) -> datetime | None:
    """When there is something to be sent next, and may be; None when nothing waits, or the channel is off or paused."""
    if channel.state in ("off", "paused"):
        return None
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    rows = Delivery.objects.filter(UNSENT, free, medium=channel.medium).order_by("due_at")
    first: datetime | None = rows.values_list("due_at", flat=True).first()
    if first is None:
        return None
    moments = [first, now, channel.resumes_at or now]
    if not channel.allowance(now):
        moments.append(now.replace(second=0, microsecond=0) + MINUTE)
    return max(moments)
