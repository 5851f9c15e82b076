"""From what is told to a row for each address: made in batches, each row once however often it is tried."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from santong.domains.platform.access.public import holders
from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.models import Channel, Delivery, Message, Times, Wish
from santong.domains.platform.channels.starting import send_when_due
from santong.domains.platform.channels.times import after_quiet, in_working_hours, times_of
from santong.domains.platform.identity.public import Person

GIVEN_UP_AFTER = timedelta(days=1)
TOGETHER = 2000
"""People in one transaction."""
AGE = 14
"""Years from which pupils may be told outside the product (the law protects those below in particular)."""
PUPIL = "pupil"


def open_media() -> list[str]:
    """The media that are switched on, whether or not they are paused."""
    return list(Channel.objects.numbers_only().filter(is_on=True).values_list("medium", flat=True))


def spread(message: Message, people: Sequence[int]) -> int:
    """Make the rows by which people are told; how many they are. In the caller's transaction."""
    media = open_media()
    if not media or not people:
        return 0
    now = timezone.now()
    rows = [
        Delivery(message=message, address_id=key, medium=medium, due_at=due, until=due + GIVEN_UP_AFTER)
        for key, medium, due in _addresses(message, people, media, now)
    ]
    Delivery.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    send_when_due({(row.medium, row.due_at) for row in rows})
    return len(rows)


def _addresses(
    message: Message, people: Sequence[int], media: Collection[str], now: datetime
) -> Iterable[tuple[int, str, datetime]]:
    """Key and medium of each address, and when the message may go there."""
    wished = Wish.objects.numbers_only().filter(
        kind=message.kind, address__person__in=people, address__medium__in=media,
        address__confirmed_at__isnull=False, address__refused_at=None, address__person__is_active=True,
    )  # fmt: skip
    found = list(
        wished.exclude(_too_young("address__")).values_list("address_id", "address__medium", "address__person")
    )
    times = times_of({person for *_rest, person in found})
    due = in_working_hours(message.working_at, now) if message.working_at else now
    for key, medium, person in found:
        if message.kind == Kind.DIGEST and not _is_told_at_once(message, times.get(person)):
            continue
        yield key, medium, due if message.is_urgent else after_quiet(times.get(person) or Times(), due)


def _is_told_at_once(message: Message, times: Times | None) -> bool:
    """Whether what is told together once a day is told now: to whom it is the day's, and what is urgent to all."""
    if message.notice_id is None or message.is_urgent:
        return True
    return times is not None and times.digest_at is None


def _too_young(prefix: str = "") -> Q:
    """Pupils below the age at which they are told outside the product, and those whose age nobody knows."""
    eldest = fourteen_years_before(timezone.localdate())
    young = Q(**{f"{prefix}person__birth_date": None}) | Q(**{f"{prefix}person__birth_date__gt": eldest})
    return young & Q(**{f"{prefix}person__in": holders(PUPIL)})


def fourteen_years_before(day: date) -> date:
    """Whoever was born then or earlier is fourteen on a day."""
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - AGE, day=28 if leap else day.day)


def may_be_told(person: Person) -> bool:
    """Whether somebody may have addresses outside the product: everybody but pupils below fourteen."""
    if person.birth_date is not None and person.birth_date <= fourteen_years_before(timezone.localdate()):
        return True
    return not Person.objects.noted([person.pk]).filter(pk__in=holders(PUPIL)).exists()


def note(kind: str, title: str, link: str, **more: Any) -> tuple[Message, bool]:
    """The message with a key, made if there is none yet; without a key always a new one."""
    facts = {"kind": kind, "title": " ".join(title.split())[:120], "link": link, **more}
    key = facts.pop("key", None)
    if key is None:
        return Message.objects.create(**facts), True
    return Message.objects.get_or_create(key=key, defaults=facts)
