"""Finding rows by parts of names among very many, with an index of both databases.

    found_by = TokensField(made_from=name_tokens)
    Person.objects.filter(found_by__tokens=["王晓", "晓明"])      # all of them
    Person.objects.filter(found_by__tokens=["wangx*"])            # one that begins so

A token is of letters, digits and Chinese characters. SQLite keeps an FTS5 table beside the model's, followed by
triggers; PostgreSQL an index of the column. The migration that adds the field also calls `add_token_index`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import Lookup

Tokens = Callable[[Any], Iterable[str]]


class TokensField(models.TextField):
    """What a row is found by, made from the row whenever it is saved; `made_from` is no part of migrations."""

    def __init__(self, *args: Any, made_from: Tokens | None = None, **kwargs: Any) -> None:
        self.made_from = made_from
        super().__init__(*args, **{**kwargs, "blank": True, "editable": False, "default": ""})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        if self.made_from is not None:
            setattr(model_instance, self.attname, " ".join(dict.fromkeys(self.made_from(model_instance))))
        return str(super().pre_save(model_instance, add))


@TokensField.register_lookup
class HasTokens(Lookup):
    """Has all of some tokens; one that ends in a star stands for all that begin so."""

    lookup_name = "tokens"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        meta, column = self.lhs.target.model._meta, self.lhs.target.column
        index = token_table(meta.db_table, column)
        key = compiler.quote_name_unless_alias(self.lhs.alias) + "." + connection.ops.quote_name(meta.pk.column)
        statement = f"{key} IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)"  # noqa: S608  # nosec B608
        return statement, [_asked(self.rhs, "sqlite")]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{_vector(left)} @@ %s::tsquery", [*parameters, _asked(self.rhs, "postgresql")]


def newest_with_tokens(model: type[models.Model], column: str, tokens: Iterable[str], most: int) -> list[int]:
    """The largest keys of rows with all of some tokens, at most `most`, read from the index alone.

    For deciding whether tokens are rare before a list is made of them. Authorises nothing.
    """
    connection = connections[model._default_manager.db]
    table, key = model._meta.db_table, str(model._meta.pk.column)
    text = _asked(tokens, connection.vendor)
    if connection.vendor == "postgresql":
        found = f'SELECT "{key}" FROM "{table}" WHERE {_vector(column)} @@ %s::tsquery ORDER BY 1 DESC LIMIT %s'  # noqa: S608  # nosec B608
    else:
        index = token_table(table, column)
        found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(found, [text, most])
        return [row[0] for row in cursor.fetchall()]


def _asked(tokens: Iterable[str], vendor: str) -> str:
    """Tokens as the full-text index of a database is asked for them: all of them."""
    if vendor == "postgresql":
        return " & ".join(f"'{token.removesuffix('*')}'" + ":*" * token.endswith("*") for token in tokens)
    return " AND ".join(f'"{token.removesuffix("*")}"' + "*" * token.endswith("*") for token in tokens)


def token_table(table: str, column: str) -> str:
    """The FTS5 table beside a model's table."""
    return f"{table}_{column}"


def add_token_index(schema_editor: Any, table: str, column: str, key: str = "id") -> None:
    """Make the index of a column that a migration has added and filled."""
    if schema_editor.connection.vendor == "postgresql":
        vector = _vector(f'"{column}"')
        schema_editor.execute(f'CREATE INDEX {token_table(table, column)} ON "{table}" USING gin ({vector})')
        return
    index = token_table(table, column)
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE {index} USING fts5({column}, content='{table}', content_rowid='{key}',"
        " detail='none', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
    )
    schema_editor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608  # nosec B608
    for statement in _triggers(table, column, key):
        schema_editor.execute(statement)


def drop_token_index(schema_editor: Any, table: str, column: str) -> None:
    """Undo `add_token_index`."""
    index = token_table(table, column)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {index}")
        return
    for event in _EVENTS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {index}_{event}")
    schema_editor.execute(f"DROP TABLE {index}")


def restore_triggers(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """After migrations: Django alters a table of SQLite by making it anew, which loses its triggers."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    tables = set(connection.introspection.table_names())
    fields = [field for model in apps.get_models() for field in model._meta.local_fields]
    with connection.cursor() as cursor:
        for field in (each for each in fields if isinstance(each, TokensField)):
            table, column, key = field.model._meta.db_table, str(field.column), str(field.model._meta.pk.column)
            if token_table(table, column) in tables:
                for statement in _triggers(table, column, key):
                    cursor.execute(statement)


def _vector(column: str) -> str:
    return f"array_to_tsvector(string_to_array({column}, ' '))"


_EVENTS = {"added": "INSERT", "removed": "DELETE", "changed": "UPDATE OF"}


def _triggers(table: str, column: str, key: str) -> list[str]:
    index = token_table(table, column)
    new = f"INSERT INTO {index}(rowid, {column}) VALUES (new.{key}, new.{column});"  # noqa: S608  # nosec B608
    old = f"INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.{key}, old.{column});"  # noqa: S608  # nosec B608
    bodies = {"added": new, "removed": old, "changed": old + new}
    return [
        f"CREATE TRIGGER IF NOT EXISTS {index}_{name} AFTER {event}{f' {column}' * (name == 'changed')} ON {table}"
        f" BEGIN {bodies[name]} END"
        for name, event in _EVENTS.items()
    ]
