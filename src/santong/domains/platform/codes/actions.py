"""Writes on code tables: taking a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.core.cache import cache
from django.db import transaction

from santong.domains.platform.codes.entries import Entry
from santong.domains.platform.codes.events import CodeTableReplaced
from santong.domains.platform.codes.models import Code, CodeTable
from santong.domains.platform.codes.queries import Plan, cache_key, plan_version
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit


def take_version(*, acting: Viewer, table: CodeTable, entries: Sequence[Entry], version: str, on: date) -> Plan:
    """Make a list of codes the table's content from a day on.

    Codes that it no longer holds end the day before, those with a new name end and begin anew;
    nothing is deleted, so that what refers to an old code still shows its name.
    """
    acting.demand("codes.change")
    with transaction.atomic(), named("codes.take_version"):
        plan = plan_version(table, entries)
        _end(table, [row.code for row in plan.ended] + [entry.code for _, entry in plan.renamed], on)
        fresh = [*plan.added, *(entry for _, entry in plan.renamed)]
        Code.objects.bulk_create([_row(table, entry, on) for entry in fresh], batch_size=500)
        table.version, table.imported = version, True
        table.save()
        emit(CodeTableReplaced(table.name))
        transaction.on_commit(lambda: cache.delete(cache_key(table.name)))
    return plan


def _end(table: CodeTable, codes: list[str], on: date) -> None:
    rows = Code.objects.belonging_to(table=table).filter(code__in=codes, valid_until=None)
    # What would begin on or after that day never held.
    rows.filter(valid_from__gte=on).delete()
    rows.update(valid_until=on - timedelta(days=1))


def _row(table: CodeTable, entry: Entry, on: date) -> Code:
    begun = entry if entry.valid_from or entry.valid_until else replace(entry, valid_from=on)
    return Code(table=table, **begun.__dict__)
