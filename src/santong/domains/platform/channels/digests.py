"""What is told together once a day: how many notices came, and where to read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from santong.domains.platform.channels.kinds import Kind
from santong.domains.platform.channels.models import DIGEST_AT, Times, Wish
from santong.domains.platform.channels.spreading import note, open_media, spread
from santong.domains.platform.channels.times import times_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.public import unread_since

TOGETHER = 500
A_DAY = timedelta(days=1)


def collect_due() -> int:
    """Tell everybody whose hour has come today; how many were told."""
    now, last, told = timezone.now(), 0, 0
    while people := _whose_hour_came(now, last):
        last = people[-1]
        with transaction.atomic():
            told += _tell(people, now)
            _keep_day(people, now)
    return told


def _whose_hour_came(now: datetime, last: int) -> list[int]:
    """The next people who are told today, and weren't yet."""
    local = timezone.localtime(now)
    on = Times.objects.by_installation()
    settled = on.filter(Q(digest_at=None) | Q(digest_at__gt=local.time()) | Q(digest_on__gte=local.date()))
    wished = Wish.objects.by_installation().filter(
        kind=Kind.DIGEST, address__medium__in=open_media(), address__confirmed_at__isnull=False,
        address__refused_at=None, address__person__gt=last,
    ).exclude(address__person__in=settled.values("person"))  # fmt: skip
    if local.time() < DIGEST_AT:
        # Whoever has chosen nothing is told at the usual hour.
        wished = wished.filter(address__person__in=on.values("person"))
    keys = wished.order_by("address__person").values_list("address__person", flat=True).distinct()
    return list(keys[:TOGETHER])


def _tell(people: list[int], now: datetime) -> int:
    numbers = unread_since(people, now - A_DAY)
    languages = dict(Person.objects.noted(people).values_list("pk", "language"))
    told: dict[tuple[str, int], list[int]] = {}
    for person, number in numbers.items():
        told.setdefault((languages[person] or settings.LANGUAGE_CODE, number), []).append(person)
    day = timezone.localtime(now).date()
    for (language, number), readers in sorted(told.items()):
        title = _title(language, number)
        key = f"digest-{day.isoformat()}-{language}-{number}"
        message, _is_new = note(Kind.DIGEST, title, reverse("notices:notices") + "?show=unread", key=key)
        spread(message, readers)
    return len(numbers)


def _title(language: str, number: int) -> str:
    with translation.override(language):
        return ngettext("%(n)s new notice for you today", "%(n)s new notices for you today", number) % {"n": number}


def _keep_day(people: Iterable[int], now: datetime) -> None:
    """Remember that today's was told, also to whom nothing was to be told."""
    day = timezone.localtime(now).date()
    known = times_of(list(people))
    new = [Times(person_id=person, digest_on=day) for person in people if person not in known]
    Times.objects.bulk_create(new)
    Times.objects.again(list(known.values())).update_quietly(digest_on=day)
