"""On SQLite, moving rows from small tables on into larger ones (see `storage.py`).

A row that is written alone costs a page of a large table read, logged and written; rows written in
the order of their keys share pages. Storing itself moves new rows on into the recent ones when there
are some thousands. From there a job moves them into the settled ones, when nobody is storing or
when there are very many. Each portion is a transaction of its own, and after it others may write for
longer than it took. When it is killed some rows have moved and the others haven't.
"""

# ruff: noqa: S608 — names of tables and columns are constants; every value is a parameter.

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from santong.domains.platform.records.clock import alone, last_stored, now, writing
from santong.domains.platform.records.storage import KEYS, MICROSECONDS, NEW, PARTED, RECENT, SETTLED, print_ids
from santong.kit.jobs.public import progress

FULL = 16_000
"""New statements that are moved on by whoever stores the last of them."""
ENOUGH = 20_000
"""Statements that are worth settling: fewer would hardly share a page."""
MOST = 500_000
"""So many are settled even while somebody is storing, for by then they make it slow themselves."""
QUIET = 60 * MICROSECONDS
PORTION = 8000
PAUSE = 3
"""How much longer than a portion takes nothing is moved, so that others store."""


def move_new_if_full() -> None:
    """Move new rows on when there are enough of them. Call it with the writers' lock."""
    if connection.vendor == "sqlite" and _count(NEW) >= FULL:
        move_new()


def move_new() -> None:
    """Move all new rows on to the recent ones (SQLite). Call it with the writers' lock."""
    with connection.cursor() as cursor:
        for table, columns in PARTED.items():
            cursor.execute(f"INSERT INTO {table}{RECENT} SELECT * FROM {table}{NEW} ORDER BY {', '.join(columns)}")
            cursor.execute(f"DELETE FROM {table}{NEW}")


def settle(*, at_once: bool = False) -> int:
    """Move what is recent, when it is worth it and nobody stores, or `at_once`; how many rows were moved."""
    if connection.vendor != "sqlite":
        return 0
    recent = _count(NEW) + _count(RECENT)
    must = at_once or recent >= MOST
    if not must and recent < ENOUGH:
        return 0
    with alone("settling") as nobody_else:
        if not nobody_else or not (must or _is_quiet()):
            return 0
        with writing():
            move_new()
        total, done = sum(_count(RECENT, table) for table in PARTED), 0
        for table, columns in PARTED.items():
            for moved in _sweep(table, columns, lambda: must or _is_quiet()):
                done += moved
                progress.report(done, total)
    return done


def _is_quiet() -> bool:
    return now() - last_stored() > QUIET


def _count(part: str, table: str = KEYS) -> int:
    """How many rows are in this part; SQLite walks through pages for it, not rows. Statements have one key each."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}{part}")
        return int(cursor.fetchone()[0])


def _sweep(table: str, columns: tuple[str, ...], may_go_on: Callable[[], bool]) -> Iterator[int]:
    """Move the rows of a table in the order of their keys, so many at a time.

    What arrives behind the sweep waits for the next.
    """
    key, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    after: list[Any] | None = None
    while may_go_on():
        progress.check_cancelled()
        conditions, values = ([f"({key}) > ({marks})"], after) if after else ([], [])
        last = _last_of_portion(table, key, _where(conditions), values)
        if last is not None:
            conditions, values = [*conditions, f"({key}) <= ({marks})"], [*values, *last]
        yield _move(table, columns, _where(conditions), values)
        if last is None:
            break
        after = last


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions) or 'true'}"


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
            if table == KEYS:
                cursor.execute(print_ids(f"{KEYS}{RECENT}", where), values)
            cursor.execute(f"DELETE FROM {table}{RECENT} {where}", values)
    time.sleep(PAUSE * (time.monotonic() - began))
    return moved
