"""The tables of statements, in the SQL of each database, and bulk writing to them.

Django can create neither a clustered table (SQLite's WITHOUT ROWID) nor partitions, and its ORM
costs more than the checking of a statement; so these few tables are written by hand.

On SQLite the two tables whose rows come in no order, `records_statementkey` and `records_posting`,
are views of two tables each: a small one of recent rows, in which storing writes, and a large one
of settled rows, into which `actions/settling.py` moves them in order. So what storing costs
depends on what is recent, not on the store's size. Triggers let the views be written like tables.
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

_KEYS = "(id CHAR(32) PRIMARY KEY, seq BIGINT NOT NULL) WITHOUT ROWID"
_POSTINGS = "(list BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (list, seq)) WITHOUT ROWID"
SQLITE = (
    "CREATE TABLE records_statement (seq INTEGER PRIMARY KEY, provider_id INTEGER NOT NULL, "
    "voided INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL)",
    f"CREATE TABLE records_statementkey {_KEYS}",
    f"CREATE TABLE records_posting {_POSTINGS}",
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
TRIGGERS = (
    "CREATE TRIGGER records_statementkey_delete INSTEAD OF DELETE ON records_statementkey BEGIN "
    "DELETE FROM records_statementkey_recent WHERE id = OLD.id; "
    "DELETE FROM records_statementkey_settled WHERE id = OLD.id; END",
    "CREATE TRIGGER records_posting_insert INSTEAD OF INSERT ON records_posting BEGIN "
    "INSERT OR IGNORE INTO records_posting_recent SELECT NEW.list, NEW.seq WHERE NOT EXISTS "
    "(SELECT 1 FROM records_posting_settled WHERE list = NEW.list AND seq = NEW.seq); END",
    "CREATE TRIGGER records_posting_update INSTEAD OF UPDATE ON records_posting BEGIN "
    "UPDATE records_posting_recent SET list = NEW.list, seq = NEW.seq WHERE list = OLD.list AND seq = OLD.seq; "
    "UPDATE records_posting_settled SET list = NEW.list, seq = NEW.seq WHERE list = OLD.list AND seq = OLD.seq; END",
    "CREATE TRIGGER records_posting_delete INSTEAD OF DELETE ON records_posting BEGIN "
    "DELETE FROM records_posting_recent WHERE list = OLD.list AND seq = OLD.seq; "
    "DELETE FROM records_posting_settled WHERE list = OLD.list AND seq = OLD.seq; END",
)
NAMES = ("records_statement", "records_statementkey", "records_posting", "records_reference")
PARTITIONED = ("records_statement", "records_posting")

PARTED = {"records_statementkey": ("id",), "records_posting": ("list", "seq")}
"""The tables that SQLite keeps in two, and the columns of their keys."""
RECENT, SETTLED = "_recent", "_settled"

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
    for table, columns in (("records_statementkey", _KEYS), ("records_posting", _POSTINGS)):
        both = f"SELECT * FROM {table}{SETTLED} UNION ALL SELECT * FROM {table}{RECENT}"
        schema_editor.execute(f"ALTER TABLE {table} RENAME TO {table}{SETTLED}")
        schema_editor.execute(f"CREATE TABLE {table}{RECENT} {columns}")
        schema_editor.execute(f"CREATE VIEW {table} AS {both}")
    for statement in TRIGGERS:
        schema_editor.execute(statement)


def join(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For going back: one table again."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in PARTED:
        schema_editor.execute(f"DROP VIEW {table}")
        schema_editor.execute(f"INSERT INTO {table}{SETTLED} SELECT * FROM {table}{RECENT}")
        schema_editor.execute(f"DROP TABLE {table}{RECENT}")
        schema_editor.execute(f"ALTER TABLE {table}{SETTLED} RENAME TO {table}")


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
            into = table + RECENT if table in PARTED else table
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


def key_value(statement_id: str) -> str:
    """A statement's id as the database keeps it."""
    return statement_id.replace("-", "").lower() if connection.vendor == "sqlite" else statement_id.lower()
