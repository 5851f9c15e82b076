"""The stream of statements in the order of storing, for whoever makes something else of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from santong.domains.platform.records.clock import consistent_through
from santong.domains.platform.records.models import Provider
from santong.domains.platform.records.storage import MICROSECONDS, key_value, select_in
from santong.domains.platform.records.xapi.agents import identifier
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.terms import AGENT, list_of
from santong.domains.platform.records.xapi.values import read_timestamp


class Flowing(NamedTuple):
    """A statement on its way: the moment of storing, the provider, the text."""

    seq: int
    provider_id: int
    body: str


def statements_after(seq: int, limit: int) -> list[Flowing]:
    """The next statements that aren't voided. Nothing will ever be stored before the last of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, provider_id, body FROM records_statement "
            "WHERE seq > %s AND seq <= %s AND voided = 0 ORDER BY seq LIMIT %s",
            [seq, consistent_through(), limit],
        )
        return [Flowing(*row) for row in cursor.fetchall()]


def voided_among(ids: Iterable[str]) -> set[int]:
    """The moments of those of some statements (by id) that are voided."""
    rows = select_in(
        "SELECT s.seq FROM records_statementkey k JOIN records_statement s ON s.seq = k.seq "
        "WHERE k.id IN ({}) AND s.voided = 1",
        [key_value(one) for one in ids],
    )
    return {seq for (seq,) in rows}


def kept_from(now: datetime | None = None) -> dict[int, int]:
    """For providers that keep statements for a time: the moment before which they are removed."""
    rows = Provider.objects.unscoped("expiry is the installation's own work").exclude(keep_months=None)
    moment = now or timezone.now()
    return {row.pk: int(row.kept_since(moment).timestamp()) * MICROSECONDS for row in rows}


def people_of_accounts(names: Iterable[str]) -> dict[str, int]:
    """The person behind each opaque account name; unknown names are left out."""
    wanted = [name for name in names if len(name) == 32]
    return dict(select_in("SELECT name, person_id FROM records_learner WHERE name IN ({})", wanted))


def agent_number(agent: dict[str, Any]) -> int:
    """The number that stands for an agent; 0 for a group without a name of its own."""
    name = identifier(agent)
    return list_of(AGENT, name) if name else 0


def moment_of(timestamp: str) -> datetime | None:
    """The moment that a statement's timestamp names; None when it can't be read."""
    try:
        return read_timestamp(timestamp, "timestamp")
    except Invalid:
        return None
