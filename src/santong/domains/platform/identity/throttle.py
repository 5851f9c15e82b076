"""Waiting times after repeated failure, counted in the database for all processes together.

An attempt is counted before it is checked and given back when it succeeds, so that a burst of
parallel guesses is counted in full. While a waiting time runs, attempts are refused without
counting: whoever keeps trying can't prolong it, for themselves or for somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from santong.domains.platform.identity.models import Attempts
from santong.domains.platform.identity.secrets import anonymous

LONGEST_KEY = 64
"""Characters of `Attempts.key`; what is cut off of a digest of 43 leaves enough of it."""


@dataclass(frozen=True)
class Limit:
    """`free` failures, then waiting times that double from `first` to `longest` (seconds).

    Every `drain` seconds one failure is forgotten, so that a busy address (a whole school) isn't
    held up by the typing errors of a day.
    """

    name: str
    free: int
    first: int
    longest: int
    drain: int

    def wait(self, count: int) -> int:
        """Seconds to wait after so many failures."""
        beyond = count - self.free
        return min(self.first * 2 ** min(beyond, 20), self.longest) if beyond >= 0 else 0


@dataclass(frozen=True)
class Counter:
    """One limit for one subject: an account, an address, both together, a device.

    `account` is the person whom the attempts are about, where one is known: all that waits for them
    is found and forgotten together.
    """

    limit: Limit
    subject: str
    account: int | None = None

    @property
    def key(self) -> str:
        """The key of its row."""
        owner = "" if self.account is None else f"{self.account}:"
        return f"{self.limit.name}:{owner}{anonymous(self.subject)}"[:LONGEST_KEY]


def admit(counters: Sequence[Counter], *, same_work: bool = False) -> int:
    """Count an attempt and return 0, or return the seconds to wait before the next one.

    With `same_work` the rows are written in either case, so that the time it takes tells nothing.
    """
    now = timezone.now()
    with transaction.atomic():
        rows = _locked(counters, now)
        wait = max(_seconds_left(row, now) for row in rows.values())
        if not wait:
            for counter in counters:
                _count(rows[counter.key], counter.limit, now)
        if not wait or same_work:
            Attempts.objects.bulk_update(rows.values(), ["empty_at", "wait_until"])
    return wait


def give_back(counters: Sequence[Counter]) -> None:
    """The attempt just admitted was no failure; earlier ones of these subjects stay counted."""
    now = timezone.now()
    with transaction.atomic():
        rows = _locked(counters, now)
        for counter in counters:
            row = rows[counter.key]
            row.empty_at, row.wait_until = row.empty_at - timedelta(seconds=counter.limit.drain), None
        Attempts.objects.bulk_update(rows.values(), ["empty_at", "wait_until"])


def forget(counters: Sequence[Counter]) -> None:
    """Forget the failures of these subjects, and tidy away the rows that say nothing any more."""
    now = timezone.now()
    Attempts.objects.filter(key__in=[counter.key for counter in counters]).delete()
    Attempts.objects.filter(empty_at__lt=now).exclude(wait_until__gt=now).delete()


def waits_until(account: int, limits: Sequence[Limit]) -> datetime | None:
    """Until when attempts about an account are refused somewhere, None when they aren't."""
    rows = _about(account, limits).filter(wait_until__gt=timezone.now())
    found: datetime | None = rows.aggregate(latest=Max("wait_until"))["latest"]
    return found


def forget_account(account: int, limits: Sequence[Limit]) -> None:
    """Forget every failure about an account, wherever it was."""
    _about(account, limits).delete()


def _about(account: int, limits: Sequence[Limit]) -> QuerySet[Attempts]:
    wanted = Q()
    for limit in limits:
        wanted |= Q(key__startswith=f"{limit.name}:{account}:")
    return Attempts.objects.filter(wanted)


def _locked(counters: Sequence[Counter], now: datetime) -> dict[str, Attempts]:
    """The rows of the counters, made if need be, locked in one order against deadlocks."""
    keys = sorted(counter.key for counter in counters)
    Attempts.objects.bulk_create([Attempts(key=key, empty_at=now) for key in keys], ignore_conflicts=True)
    return {row.key: row for row in Attempts.objects.select_for_update().filter(key__in=keys).order_by("key")}


def _seconds_left(row: Attempts, now: datetime) -> int:
    return max(ceil((row.wait_until - now).total_seconds()), 0) if row.wait_until else 0


def _count(row: Attempts, limit: Limit, now: datetime) -> None:
    row.empty_at = max(row.empty_at, now) + timedelta(seconds=limit.drain)
    failures = ceil((row.empty_at - now).total_seconds() / limit.drain)
    wait = limit.wait(failures)
    row.wait_until = now + timedelta(seconds=wait) if wait else None
