"""The tables of statements, in the SQL of each database, and bulk writing to them.

Django can create neither a clustered table (SQLite's WITHOUT ROWID) nor partitions, and its ORM
costs more than the checking of a statement; so these few tables are written by hand.

On SQLite the two tables whose rows come in no order, `records_statementkey` and `records_posting`,
are views of three tables each: a very small one of new rows, in which storing writes, a small one
of recent rows, and a large one of settled rows. `actions/settling.py` moves rows on, many at a time
and in order. So what storing costs hardly depends on the store's size. Triggers let the views be
written like tables. `records_statementprint` says of most ids that they aren't among the settled ones,
so that looking at new ids doesn't read a page of the large table for each.
"""

# ruff: noqa: S608 — names of tables and columns are constants; every value is a parameter.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MICROSECONDS = 1_000_000

_KEY_COLUMNS = "(id CHAR(32) PRIMARY KEY, seq BIGINT NOT NULL) WITHOUT ROWID"
_POSTING_COLUMNS = "(list BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (list, seq)) WITHOUT ROWID"
SQLITE = (
    "CREATE TABLE records_statement (seq INTEGER PRIMARY KEY, provider_id INTEGER NOT NULL, "
    "voided INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL)",
    f"CREATE TABLE records_statementkey {_KEY_COLUMNS}",
    f"CREATE TABLE records_posting {_POSTING_COLUMNS}",
    "CREATE TABLE records_reference (target CHAR(32) NOT NULL, seq BIGINT NOT NULL, "
    "voids INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (target, seq)) WITHOUT ROWID",
)
POSTGRESQL = (
    "CREATE TABLE records_statement (seq bigint PRIMARY KEY, provider_id integer NOT NULL, "
    "voided smallint NOT NULL DEFAULT 0, body text NOT NULL) PARTITION BY RANGE (seq)",
    "CREATE TABLE records_statementkey (id uuid PRIMARY KEY, seq bigint NOT NULL)",
    "CREATE TABLE records_posting (list bigint NOT NULL, seq bigint NOT NULL, PRIMARY KEY (list, seq)) "
    "PARTITION BY RANGE (seq)",
    "CREATE TABLE records_reference (target uuid NOT NULL, seq bigint NOT NULL, "
    "voids smallint NOT NULL DEFAULT 0, PRIMARY KEY (target, seq))",
)
NAMES = ("records_statement", "records_statementkey", "records_posting", "records_reference")
PARTITIONED = ("records_statement", "records_posting")

KEYS, POSTINGS = "records_statementkey", "records_posting"
PARTED = {KEYS: ("id",), POSTINGS: ("list", "seq")}
"""The tables that SQLite keeps in parts, and the columns of their keys."""
_COLUMNS = {KEYS: _KEY_COLUMNS, POSTINGS: _POSTING_COLUMNS}
NEW, RECENT, SETTLED = "_new", "_recent", "_settled"
PRINTS = "records_statementprint"
"""For each four first digits of settled ids the next four of all of them, one after the other."""

_months_present: set[tuple[str, str]] = set()


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For the migration: create the tables."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For the migration: drop them with everything in them."""
    for name in NAMES:
        schema_editor.execute(f"DROP TABLE {name}")


def part(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For the migration: on SQLite, keep recent rows in tables of their own."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table, columns in _COLUMNS.items():
        schema_editor.execute(f"ALTER TABLE {table} RENAME TO {table}{SETTLED}")
        schema_editor.execute(f"CREATE TABLE {table}{RECENT} {columns}")
    _create_views(schema_editor, RECENT, SETTLED)


def join(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For going back: one table again."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in PARTED:
        schema_editor.execute(f"DROP VIEW {table}")
        _empty_into(schema_editor, table, RECENT, SETTLED)
        schema_editor.execute(f"ALTER TABLE {table}{SETTLED} RENAME TO {table}")


def part_again(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For the migration: on SQLite, keep new rows in tables of their own, too."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table, columns in _COLUMNS.items():
        schema_editor.execute(f"DROP VIEW {table}")
        schema_editor.execute(f"CREATE TABLE {table}{NEW} {columns}")
    _create_views(schema_editor, NEW, RECENT, SETTLED)
    schema_editor.execute(f"CREATE TABLE {PRINTS} (block CHAR(4) PRIMARY KEY, prints TEXT NOT NULL)")
    schema_editor.execute(print_ids(f"{KEYS}{SETTLED}"))


def join_once(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For going back: new rows among the recent ones."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in PARTED:
        schema_editor.execute(f"DROP VIEW {table}")
        _empty_into(schema_editor, table, NEW, RECENT)
    _create_views(schema_editor, RECENT, SETTLED)
    schema_editor.execute(f"DROP TABLE {PRINTS}")


def print_ids(table: str, where: str = "WHERE true") -> str:
    """The SQL that notes the ids in a table as settled (SQLite)."""
    return (
        f"INSERT INTO {PRINTS} SELECT substr(id, 1, 4), group_concat(substr(id, 5, 4), '') FROM {table} {where} "
        "GROUP BY substr(id, 1, 4) ON CONFLICT (block) DO UPDATE SET prints = prints || excluded.prints"
    )


def _empty_into(schema_editor: BaseDatabaseSchemaEditor, table: str, part: str, other: str) -> None:
    schema_editor.execute(f"INSERT INTO {table}{other} SELECT * FROM {table}{part}")
    schema_editor.execute(f"DROP TABLE {table}{part}")


def _create_views(schema_editor: BaseDatabaseSchemaEditor, *parts: str) -> None:
    """Views of all parts; what is written to a view goes to the first part, or to where the row lies."""
    for table in PARTED:
        union = " UNION ALL ".join(f"SELECT * FROM {table}{part}" for part in reversed(parts))
        schema_editor.execute(f"CREATE VIEW {table} AS {union}")
    there = "list = NEW.list AND seq = NEW.seq"
    elsewhere = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {POSTINGS}{part} WHERE {there})" for part in parts[1:])
    old = "list = OLD.list AND seq = OLD.seq"
    insert = f"INSERT OR IGNORE INTO {POSTINGS}{parts[0]} SELECT NEW.list, NEW.seq WHERE {elsewhere}"
    change = "SET list = NEW.list, seq = NEW.seq"
    triggers = (
        (KEYS, "DELETE", [f"DELETE FROM {KEYS}{part} WHERE id = OLD.id" for part in parts]),
        (POSTINGS, "INSERT", [insert]),
        (POSTINGS, "UPDATE", [f"UPDATE {POSTINGS}{part} {change} WHERE {old}" for part in parts]),
        (POSTINGS, "DELETE", [f"DELETE FROM {POSTINGS}{part} WHERE {old}" for part in parts]),
    )
    for table, act, steps in triggers:
        name = f"{table}_{act.lower()}"
        schema_editor.execute(f"CREATE TRIGGER {name} INSTEAD OF {act} ON {table} BEGIN {'; '.join(steps)}; END")


def month_of(seq: int) -> tuple[int, int]:
    """Year and month (UTC) of a moment in microseconds."""
    moment = datetime.fromtimestamp(seq // MICROSECONDS, UTC)
    return moment.year, moment.month


def month_bounds(year: int, month: int) -> tuple[int, int]:
    """The first microsecond of a month and of the next."""
    first = datetime(year, month, 1, tzinfo=UTC)
    following = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    return int(first.timestamp()) * MICROSECONDS, int(following.timestamp()) * MICROSECONDS


def ensure_partitions(seqs: Iterable[int]) -> None:
    """On PostgreSQL, have the months in which these moments lie. Call it with the writers' lock."""
    if connection.vendor != "postgresql":
        return
    for year, month in {month_of(seq) for seq in seqs}:
        name = f"{year}_{month:02}"
        known = (str(connection.settings_dict["NAME"]), name)
        if known in _months_present:
            continue
        low, high = month_bounds(year, month)
        with connection.cursor() as cursor:
            for table in PARTITIONED:
                span = f"FROM ({low}) TO ({high})"
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {table}_{name} PARTITION OF {table} FOR VALUES {span}")
        # Not before the commit: a partition that is rolled back has to be made again.
        transaction.on_commit(partial(_months_present.add, known))


def bulk_insert(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write many rows that nobody has written before: COPY on PostgreSQL, a prepared statement on SQLite."""
    if not rows:
        return
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            into = table + NEW if table in PARTED else table
            cursor.executemany(f"INSERT INTO {into} ({names}) VALUES ({marks})", rows)


def insert_new(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows, leaving out those that are there already."""
    if not rows:
        return
    values = f"{table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
    # SQLite takes ON CONFLICT for tables only, not for views.
    sqlite, others = f"INSERT OR IGNORE INTO {values}", f"INSERT INTO {values} ON CONFLICT DO NOTHING"
    with connection.cursor() as cursor:
        cursor.executemany(sqlite if connection.vendor == "sqlite" else others, rows)


def select_in(sql: str, values: Sequence[Any], *more: Any) -> list[tuple[Any, ...]]:
    """Rows of `sql`, in which `{}` stands for the list of values; asked in portions."""
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(values), 900):
            portion = values[start : start + 900]
            cursor.execute(sql.format(", ".join(["%s"] * len(portion))), [*portion, *more])
            found += cursor.fetchall()
    return found


def select_by_id(columns: str, keys: Sequence[str]) -> list[tuple[Any, ...]]:
    """Columns of the keys `k` and statements `s` with these ids, most of which don't exist."""
    sql = f"SELECT {columns} FROM {{table}} k JOIN records_statement s ON s.seq = k.seq WHERE k.id IN ({{}})"
    if connection.vendor != "sqlite":
        return select_in(sql.replace("{table}", KEYS), keys)
    parts = {NEW: keys, RECENT: keys, SETTLED: _perhaps_settled(keys)}
    return [row for part, some in parts.items() for row in select_in(sql.replace("{table}", KEYS + part), some)]


def _perhaps_settled(keys: Sequence[str]) -> list[str]:
    """Those of these ids whose first eight digits are those of a settled one."""
    blocks = dict(select_in(f"SELECT block, prints FROM {PRINTS} WHERE block IN ({{}})", [key[:4] for key in keys]))
    return [key for key in keys if key[4:8] in blocks.get(key[:4], "")]


def key_value(statement_id: str) -> str:
    """A statement's id as the database keeps it."""
    return statement_id.replace("-", "").lower() if connection.vendor == "sqlite" else statement_id.lower()
