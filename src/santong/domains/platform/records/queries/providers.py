"""Which providers there are, and where."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from santong.domains.platform.records.callers import provider_list
from santong.domains.platform.records.models import Provider
from santong.domains.platform.records.storage import MICROSECONDS


def provider_paths() -> dict[int, str]:
    """The organisation path of every provider."""
    rows = Provider.objects.numbers_only()
    return dict(rows.values_list("pk", "path"))


def providers_below(path: str) -> frozenset[int] | None:
    """The providers at or below `path`; None when those are all there are."""
    paths = provider_paths()
    found = frozenset(pk for pk, where in paths.items() if where.startswith(path))
    return None if len(found) == len(paths) else found


def last_stored_by(provider_id: int) -> datetime | None:
    """When the provider's newest statement was stored; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq FROM records_posting WHERE list = %s ORDER BY seq DESC LIMIT 1", [provider_list(provider_id)]
        )
        row = cursor.fetchone()
    return datetime.fromtimestamp(row[0] // MICROSECONDS, UTC) if row else None
