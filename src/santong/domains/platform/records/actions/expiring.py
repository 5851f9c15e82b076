"""Removing statements whose time is over."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import connection
from django.utils import timezone

from santong.domains.platform.records.actions.attachments import forget_attachments
from santong.domains.platform.records.actions.references import Stored, lists_in_all
from santong.domains.platform.records.callers import provider_list
from santong.domains.platform.records.clock import writing
from santong.domains.platform.records.models import Provider
from santong.domains.platform.records.storage import MICROSECONDS, key_value

PORTION = 2000


def remove_expired(now: datetime | None = None) -> int:
    """Remove the statements of every provider that are older than it keeps them; how many."""
    now = now or timezone.now()
    providers = Provider.objects.unscoped("expiry is the installation's own work").exclude(keep_months=None)
    return sum(_expire(one, one.kept_since(now)) for one in providers)


def _expire(provider: Provider, before: datetime) -> int:
    done = 0
    while removed := _expire_portion(provider, int(before.timestamp()) * MICROSECONDS):
        done += removed
    return done


def _expire_portion(provider: Provider, before: int) -> int:
    with writing(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, body FROM records_statement WHERE provider_id = %s AND seq < %s ORDER BY seq LIMIT %s",
            [provider.pk, before, PORTION],
        )
        rows = cursor.fetchall()
        found = [Stored(seq, provider.pk, json.loads(body)) for seq, body in rows]
        own = provider_list(provider.pk)
        postings = [(number, one.seq) for one in found for number in lists_in_all(one) | {own}]
        cursor.executemany("DELETE FROM records_posting WHERE list = %s AND seq = %s", postings)
        cursor.executemany("DELETE FROM records_statementkey WHERE id = %s", [(_key(one),) for one in found])
        cursor.executemany("DELETE FROM records_statement WHERE seq = %s", [(one.seq,) for one in found])
        forget_attachments([one.seq for one in found])
    return len(found)


def _key(one: Stored) -> str:
    return key_value(str(one.statement["id"]))
