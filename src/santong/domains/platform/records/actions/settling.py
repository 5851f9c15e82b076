"""On SQLite, moving recent rows into the large tables (see `storage.py`), when nobody is storing.

A row that is written alone costs a page of a large table read, logged and written; rows written in
the order of their keys share pages. Each portion is a transaction of its own, and after it other
writers get as long as it took. When it is killed some rows have moved and the others haven't.
"""

# ruff: noqa: S608 — names of tables and columns are constants; every value is a parameter.

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from santong.domains.platform.records.clock import last_stored, now, writing
from santong.domains.platform.records.storage import MICROSECONDS, PARTED, RECENT, SETTLED

ENOUGH = 20_000
"""Recent statements that are worth moving: fewer would hardly share a page."""
MOST = 500_000
"""So many are moved even while somebody is storing, for by then they make it slow themselves."""
QUIET = 60 * MICROSECONDS
PORTION = 2000


def settle(*, at_once: bool = False) -> int:
    """Move what is recent, when it is worth it and nobody stores, or `at_once`; how many rows were moved."""
    if connection.vendor != "sqlite":
        return 0
    recent = _count_recent(MOST)
    must = at_once or recent >= MOST
    if not must and recent < ENOUGH:
        return 0
    return sum(_sweep(table, columns, lambda: must or _is_quiet()) for table, columns in PARTED.items())


def _is_quiet() -> bool:
    return now() - last_stored() > QUIET


def _count_recent(most: int) -> int:
    """How many recent statements there are, counted up to `most`."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 FROM records_statementkey{RECENT} LIMIT %s)", [most])
        return int(cursor.fetchone()[0])


def _sweep(table: str, columns: tuple[str, ...], may_go_on: Callable[[], bool]) -> int:
    """Move the rows of a table in the order of their keys; what arrives behind the sweep waits for the next."""
    key, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    done = 0
    after: list[Any] | None = None
    while may_go_on():
        conditions, values = ([f"({key}) > ({marks})"], after) if after else ([], [])
        last = _last_of_portion(table, key, _where(conditions), values)
        if last is not None:
            conditions, values = [*conditions, f"({key}) <= ({marks})"], [*values, *last]
        done += _move(table, columns, _where(conditions), values)
        if last is None:
            break
        after = last
    return done


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _last_of_portion(table: str, key: str, where: str, values: list[Any]) -> list[Any] | None:
    """The key at which a portion ends; None when what is left is one portion."""
    with connection.cursor() as cursor:
        skipped = PORTION - 1
        cursor.execute(f"SELECT {key} FROM {table}{RECENT} {where} ORDER BY {key} LIMIT 1 OFFSET {skipped}", values)
        row = cursor.fetchone()
    return list(row) if row else None


def _move(table: str, columns: tuple[str, ...], where: str, values: list[Any]) -> int:
    portion = f"SELECT * FROM {table}{RECENT} {where}"
    same = " AND ".join(f"s.{column} = r.{column}" for column in columns)
    is_there = f"EXISTS (SELECT 1 FROM {table}{SETTLED} s WHERE {same})"
    with connection.cursor() as cursor:
        # Reads the pages that will be written, while nobody has to wait for it.
        cursor.execute(f"SELECT count(*) FROM ({portion}) r WHERE {is_there}", values)
        cursor.fetchone()
        with writing():
            began = time.monotonic()
            cursor.execute(f"INSERT INTO {table}{SETTLED} {portion} ORDER BY {', '.join(columns)}", values)
            moved = int(cursor.rowcount)
            cursor.execute(f"DELETE FROM {table}{RECENT} {where}", values)
    time.sleep(time.monotonic() - began)
    return moved
