"""The tables that come with the platform, and how they get into the database."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, transaction

from santong.domains.platform.codes.catalogue import TABLES
from santong.domains.platform.codes.entries import Entry
from santong.domains.platform.codes.models import Code, CodeTable

DATA = Path(__file__).resolve().parent / "data"


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the shipped tables up to date whenever migrations have run."""
    if using == DEFAULT_DB_ALIAS and CodeTable._meta.db_table in _tables_there():
        load_shipped()


def load_shipped() -> None:
    """Load every shipped table whose file has changed since; tables replaced here stay as they are.

    Codes that a file no longer holds stay too: something may refer to them.
    """
    known = {table.name: table for table in CodeTable.objects.by_installation()}
    for name in TABLES:
        content = (DATA / f"{name}.csv").read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        table = known.get(name)
        if table is None or (table.digest != digest and not table.imported):
            with transaction.atomic():
                _load(name, digest, shipped_entries(content))


def shipped_entries(content: bytes) -> list[Entry]:
    """The lines of a shipped file."""
    rows = csv.DictReader(content.decode("utf-8").splitlines())
    return [
        Entry(
            code=row["code"],
            name=row["name"],
            parent=row["parent"],
            valid_from=_day(row.get("valid_from")),
            valid_until=_day(row.get("valid_until")),
            successor=row.get("successor") or "",
        )
        for row in rows
    ]


def _load(name: str, digest: str, entries: list[Entry]) -> None:
    table, _ = CodeTable._base_manager.update_or_create(name=name, defaults={"digest": digest})
    # Not through the audited manager: no person does this, and every database has the same rows.
    there = {(row.code, row.valid_until): row for row in Code._base_manager.filter(table=table)}
    for entry in entries:
        row = there.get((entry.code, entry.valid_until)) or Code(table=table)
        for field, value in entry.__dict__.items():
            setattr(row, field, value)
        there[entry.code, entry.valid_until] = row
    fresh = [row for row in there.values() if row.pk is None]
    kept = [row for row in there.values() if row.pk is not None]
    Code._base_manager.bulk_create(fresh)
    Code._base_manager.bulk_update(kept, ["name", "parent", "valid_from", "successor"], batch_size=500)


def _tables_there() -> list[str]:
    return connection.introspection.table_names()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
