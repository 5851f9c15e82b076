"""Inserting many rows of one table: one statement, prepared once and run for each row.

Django's `bulk_create` builds a statement with a placeholder for every value and walks through
several layers for each: measured 150 µs of CPU a row of fifteen columns, this 25 µs. Used for
plain tables with a key that the database counts up; all others go Django's way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from santong.kit.models.tokens import TokensField

FEWEST = 20
"""Below this number of rows the look for the next key costs more than is won."""

TOGETHER = 100
"""Rows with a full-text index in one statement."""

Column = Callable[[Sequence[models.Model]], Iterable[Any]]
"""What the driver takes for one column of many rows."""


def can_insert(model: type[models.Model], rows: Sequence[models.Model]) -> bool:
    """Whether `insert_rows` may be used for these rows."""
    meta = model._meta
    return (
        len(rows) >= FEWEST
        and not meta.parents
        and isinstance(meta.pk, models.AutoField | models.BigAutoField)
        and not any(field.generated or field.has_db_default() for field in meta.concrete_fields)
        and all(row.pk is None for row in rows)
    )


def insert_rows(model: type[models.Model], rows: Sequence[models.Model], using: str) -> None:
    """Insert rows and give them their keys, inside the caller's transaction."""
    connection = connections[using]
    _take_over_keys(model, rows)
    keys = _next_keys(model, len(rows), connection)
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
    fields = list(model._meta.concrete_fields)
    columns = [_column(field, connection)(rows) for field in fields]
    insert_values(model, fields, zip(*columns, strict=True), using)
    for row in rows:
        row._state.adding = False
        row._state.db = using


def _take_over_keys(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Rows that others lead to may have got their keys since; Django looks at every field of every row for that."""
    relations = [(field.name, field.attname) for field in model._meta.concrete_fields if field.is_relation]
    for row in rows:
        cached, values = row._state.fields_cache, row.__dict__
        if cached and any(
            (other := cached.get(name)) is not None and (other.pk is None or values[attname] != other.pk)
            for name, attname in relations
        ):
            row._prepare_related_fields_for_save(operation_name="bulk_create")  # type: ignore[attr-defined]


def insert_values(
    model: type[models.Model], fields: Sequence[models.Field], values: Iterable[Sequence[Any]], using: str
) -> None:
    """Insert rows given as values that the database driver takes, in the order of `fields`."""
    connection = connections[using]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = f"({', '.join(['%s'] * len(fields))})"
    start = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608  # nosec B608
    rows = list(values)
    together = _rows_together(model, connection)
    whole = len(rows) - len(rows) % together if together > 1 else 0
    with connection.cursor() as cursor:
        for first in range(0, whole, together):
            part = rows[first : first + together]
            cursor.execute(start + ", ".join([marks] * together), [value for row in part for value in row])
        cursor.executemany(start + marks, rows[whole:])


def _rows_together(model: type[models.Model], connection: BaseDatabaseWrapper) -> int:
    """How many rows one statement inserts.

    SQLite's full-text index writes what it has to disk after every statement: with 100 rows in
    one a person costs 17 µs, alone 75.
    """
    if connection.vendor != "sqlite" or not any(isinstance(field, TokensField) for field in model._meta.local_fields):
        return 1
    most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    return max(1, min(TOGETHER, most // len(model._meta.concrete_fields)))


def _next_keys(model: type[models.Model], count: int, connection: BaseDatabaseWrapper) -> Iterable[int]:
    table, pk = model._meta.db_table, str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), pk, count],
            )
            return [key for (key,) in cursor.fetchall()]
        # A transaction of SQLite that writes is alone, so nobody takes these keys meanwhile.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)


def _column(field: models.Field, connection: BaseDatabaseWrapper) -> Column:
    """How rows' values of a field become what the driver takes; the short way for plain kinds."""
    name = field.attname
    kind = type(field.target_field) if isinstance(field, models.ForeignKey) else type(field)
    if issubclass(kind, models.CharField | models.TextField) and kind.pre_save is models.Field.pre_save:
        # Members of enumerations as plain text: drivers would write their names.
        return lambda rows: [
            value if type(value := row.__dict__[name]) is str or value is None else str(value) for row in rows
        ]
    if issubclass(kind, models.IntegerField | models.BooleanField):
        return lambda rows: [row.__dict__[name] for row in rows]
    if kind is models.DateField and not field.auto_now and not field.auto_now_add:  # type: ignore[attr-defined]
        return lambda rows: [_day(row.__dict__[name], field, connection) for row in rows]
    return lambda rows: [field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows]


def _day(value: Any, field: models.Field, connection: BaseDatabaseWrapper) -> Any:
    """A day that is one already needs no parsing."""
    if type(value) is date:
        return connection.ops.adapt_datefield_value(value)
    return field.get_db_prep_save(value, connection)
