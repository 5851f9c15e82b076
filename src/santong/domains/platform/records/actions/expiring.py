"""Removing statements: those whose time is over, and people from those that stay."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from santong.domains.platform.records.actions.references import Stored, lists_in_all
from santong.domains.platform.records.callers import provider_list
from santong.domains.platform.records.clock import writing
from santong.domains.platform.records.events import PersonErased
from santong.domains.platform.records.models import Attachment, Document, Learner, OutboxEntry, Provider
from santong.domains.platform.records.models.learners import opaque_name
from santong.domains.platform.records.storage import MICROSECONDS, key_value, select_in
from santong.domains.platform.records.xapi.terms import agent_list
from santong.kit.events import emit

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
        _forget_attachments([one.seq for one in found])
    return len(found)


def _key(one: Stored) -> str:
    return key_value(str(one.statement["id"]))


def _forget_attachments(seqs: list[int]) -> None:
    rows = Attachment.objects.filter(seq__in=seqs)
    names = set(rows.values_list("name", flat=True))
    rows.delete()
    unused = names - set(Attachment.objects.filter(name__in=names).values_list("name", flat=True))
    for name in sorted(unused):
        transaction.on_commit(partial(default_storage.delete, name))


def erase_person(person_id: int) -> int:
    """Take a person out of the records: in their statements stands a new name that belongs to nobody.

    What was done stays, so counts and means stay right; nobody can say any more who did it. State,
    profiles and attachments go. Gives the number of statements changed.
    """
    learner = Learner.objects.filter(person_id=person_id).first()
    if learner is None:
        return 0
    old = agent_list({"account": {"homePage": settings.PUBLIC_URL, "name": learner.name}})
    nobody = opaque_name()
    new = agent_list({"account": {"homePage": settings.PUBLIC_URL, "name": nobody}})
    with writing(), connection.cursor() as cursor:
        found = select_in("SELECT DISTINCT seq FROM records_posting WHERE list IN ({})", [old, old + 1])
        seqs = [seq for (seq,) in found]
        # The name is 32 random hexadecimal digits: it stands in the text only where the person is meant.
        cursor.executemany(
            "UPDATE records_statement SET body = replace(body, %s, %s) WHERE seq = %s",
            [(learner.name, nobody, seq) for seq in seqs],
        )
        for related in (0, 1):
            cursor.execute("UPDATE records_posting SET list = %s WHERE list = %s", [new + related, old + related])
        _forget_attachments(seqs)
        Document.objects.filter(agent=old).delete()
        OutboxEntry.objects.filter(statement__actor__account__name=learner.name).delete()
        learner.delete()
        emit(PersonErased(old=old, new=new))
    return len(seqs)
