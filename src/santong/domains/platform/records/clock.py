"""The writers' lock, the moments of storing, and how far the record store is consistent.

One writer at a time assigns `seq` and commits, so `seq` rises in the order of commits and a
reader who pages by it misses nothing. Checking statements, which costs most, is done before.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.db import connection, transaction

from santong.domains.platform.records.storage import MICROSECONDS

LOCK = 0x53414E544F4E47
"""The number of the advisory lock on PostgreSQL ("SANTONG")."""

_NOW = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
_LAST = "(SELECT max(seq) FROM records_statement)"


@contextmanager
def writing() -> Iterator[int]:
    """A transaction that holds the writers' lock; gives the first free moment of storing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute(f"SELECT greatest({_NOW}, coalesce({_LAST}, 0) + 1)")
            yield cursor.fetchone()[0]
        return
    # SQLite's own lock is polled for; waiting for a file's lock wakes the next writer at once.
    with _file_lock(fcntl.LOCK_EX), transaction.atomic():
        yield max(now(), last_stored() + 1)


def consistent_through() -> int:
    """The moment up to which everything that will ever be stored can be read now."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The lock is granted only when no writer is between its moment and its commit.
            cursor.execute(f"SELECT pg_try_advisory_xact_lock_shared(%s), {_NOW}, coalesce({_LAST}, 0)", [LOCK])
            quiet, moment, last = cursor.fetchone()
            return int(moment if quiet else last)
    moment = now()
    try:
        with _file_lock(fcntl.LOCK_SH | fcntl.LOCK_NB):
            return moment
    except BlockingIOError:
        return last_stored()


def now() -> int:
    """Microseconds since 1970, UTC."""
    return time.time_ns() // 1000


def last_stored() -> int:
    """The `seq` of the newest statement; 0 when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM records_statement")
        return int(cursor.fetchone()[0] or 0)


@contextmanager
def alone(work: str) -> Iterator[bool]:
    """Whether no other process is at this work now; it stays so within. For SQLite, so for one machine."""
    with ExitStack() as held:
        try:
            held.enter_context(_file_lock(fcntl.LOCK_EX | fcntl.LOCK_NB, f"-{work}"))
        except BlockingIOError:
            yield False
            return
        yield True


@contextmanager
def _file_lock(how: int, work: str = "") -> Iterator[None]:
    """A lock between the processes of this machine, beside the database file."""
    name = Path(f"{connection.settings_dict['NAME']}.records{work}-lock")
    descriptor = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def iso(seq: int) -> str:
    """A moment as statements show it: 2026-03-05T08:30:00.123456Z."""
    seconds, rest = divmod(seq, MICROSECONDS)
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{rest:06}Z"
