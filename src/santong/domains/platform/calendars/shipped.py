"""The public holidays and make-up days that come with the platform."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from santong.domains.platform.calendars.models import CalendarDay

FILE = Path(__file__).resolve().parent / "data" / "national_days.csv"


def load_after_migration(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Bring the national days up to date whenever migrations have run."""
    if using == DEFAULT_DB_ALIAS and CalendarDay._meta.db_table in connection.introspection.table_names():
        load_national_days()


def load_national_days() -> None:
    """Add the days that aren't there yet; organisations change them for themselves, not these rows."""
    known = set(CalendarDay._base_manager.filter(organisation=None).values_list("day", flat=True))
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            CalendarDay(day=date.fromisoformat(row["day"]), kind=row["kind"], name=row["name"])
            for row in csv.DictReader(file)
        ]
    # Not through the audited manager: no person does this, and every database has the same rows.
    CalendarDay._base_manager.bulk_create(row for row in rows if row.day not in known)
