"""The columns of the lake. Free of Django, for whoever works on the files alone."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa

FIRST_MONDAY = date(1970, 1, 5)
SCHEMA = pa.schema(
    [
        ("seq", pa.int64()),
        ("at", pa.timestamp("us", tz="UTC")),
        ("day", pa.date32()),
        ("week", pa.int32()),
        ("actor", pa.int64()),
        ("role", pa.string()),
        ("region", pa.int64()),
        ("county", pa.int64()),
        ("school", pa.int64()),
        ("verb", pa.string()),
        ("activity", pa.string()),
        ("activity_type", pa.string()),
        ("subject", pa.string()),
        ("kind", pa.string()),
        ("score", pa.float64()),
        ("success", pa.bool_()),
        ("completion", pa.bool_()),
        ("duration", pa.float64()),
        ("provider", pa.int64()),
    ]
)
"""`seq` is the key. `day` is in the platform's time zone; `week` counts weeks from Monday 1970-01-05.
`region`, `county` and `school` are organisations' keys (0: none), `verb` and `activity_type` names of the
profile or IRIs, `score` from -1 to 1, `duration` in seconds."""


def week_of(day: date) -> int:
    """The number of the week in which a day lies."""
    return (day - FIRST_MONDAY).days // 7


def monday_of(week: int) -> date:
    """The first day of a week."""
    return FIRST_MONDAY + timedelta(days=7 * week)
