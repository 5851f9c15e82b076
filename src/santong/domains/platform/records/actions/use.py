"""Counting how much a credential is used."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

from django.db import connection, transaction
from django.utils import timezone

from santong.domains.platform.records.callers import Caller
from santong.domains.platform.records.models import Credential

_ADD = (
    "INSERT INTO records_credentialuse (credential_id, day, requests, refused, limited, stored) "
    "VALUES (%s, %s, %s, %s, %s, %s) "
    "ON CONFLICT (credential_id, day) DO UPDATE SET "
    "requests = records_credentialuse.requests + excluded.requests, "
    "refused = records_credentialuse.refused + excluded.refused, "
    "limited = records_credentialuse.limited + excluded.limited, "
    "stored = records_credentialuse.stored + excluded.stored"
)


def count_use(caller: Caller, *, requests: int = 0, refused: int = 0, limited: int = 0, stored: int = 0) -> None:
    """Add to today's numbers of the caller's credential."""
    if caller.credential_id is None:
        return
    day = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [caller.credential_id, day, requests, refused, limited, stored])


FLUSH_SECONDS = 10.0
TOO_MANY = 429


@dataclass
class _Unwritten:
    """Requests counted in this process and not yet written; a crash loses a few seconds of them."""

    since: float = field(default_factory=time.monotonic)
    requests: Counter[Caller] = field(default_factory=Counter)
    refused: Counter[Caller] = field(default_factory=Counter)
    limited: Counter[Caller] = field(default_factory=Counter)


_lock = Lock()
_unwritten = _Unwritten()


def note_request(caller: Caller, status: int) -> None:
    """Count a request by the status of its answer.

    The numbers are written every few seconds, so that reading doesn't mean writing.
    """
    global _unwritten
    with _lock:
        _unwritten.requests[caller] += 1
        _unwritten.refused[caller] += status >= 400
        _unwritten.limited[caller] += status == TOO_MANY
        if time.monotonic() - _unwritten.since < FLUSH_SECONDS:
            return
        due, _unwritten = _unwritten, _Unwritten()
    _write(due)


def flush_use() -> None:
    """Write what is counted so far."""
    global _unwritten
    with _lock:
        due, _unwritten = _unwritten, _Unwritten()
    _write(due)


def _write(due: _Unwritten) -> None:
    with transaction.atomic():
        numbers = [caller.credential_id for caller in due.requests if caller.credential_id is not None]
        present = set(Credential.objects.noted(numbers).values_list("pk", flat=True))
        for caller, requests in due.requests.items():
            if caller.credential_id in present:
                refused, limited = due.refused[caller], due.limited[caller]
                count_use(caller, requests=requests, refused=refused, limited=limited)
