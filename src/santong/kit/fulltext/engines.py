"""The two ways in which databases keep sets of tokens: FTS5 of SQLite, tsvector with GIN of PostgreSQL.

Both answer the same three questions: how many documents of each facet set hold an expression,
which documents do (some of them), and which of them are used most or newest. Ranking is done by
`ranking.py` on what they give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from django.db import connection, transaction

from santong.kit.fulltext.expressions import Expression, written

TABLE = "fulltext_document"
COLUMNS = {"weight": "weight", "day": "day"}
"""By what documents can be ordered."""
LOW = (1 << 32) - 1
BATCH = 2000


class Engine(Protocol):
    """How one kind of database stores and finds sets of tokens."""

    def put(self, rows: Sequence[tuple[int, int, Sequence[str]]]) -> None:
        """Store (document, facet set, tokens) of documents that are new or were forgotten."""

    def forget(self, rows: Sequence[tuple[int, int, str]]) -> None:
        """Take (document, facet set, tokens as stored) out again."""

    def counts(self, expression: Expression) -> dict[int, int]:
        """How many documents hold the expression, by facet set."""

    def some(self, expression: Expression, limit: int) -> list[int]:
        """At most `limit` documents that hold the expression, in no particular order."""

    def first(self, expression: Expression, by: str, limit: int) -> list[int]:
        """At most `limit` documents that hold the expression, those with the highest `by` ("weight", "day") first.

        Reads the row of every document that holds it: for expressions of which not too many do.
        """

    def kept(self, tokens: Sequence[str]) -> str:
        """What the document's row must remember of its tokens."""

    def filling(self) -> AbstractContextManager[None]:
        """While very many documents are stored at once."""


class SqliteEngine:
    """FTS5 without content and without positions.

    The row number carries the facet set in its upper half, so that counting by facet set needs no
    look at any other table: measured 30 times as fast as joining.
    """

    def put(self, rows: Sequence[tuple[int, int, Sequence[str]]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO fulltext_tokens(rowid, tokens) VALUES (%s, %s)",
                [((facets << 32) | pk, " ".join(found)) for pk, facets, found in rows],
            )

    def forget(self, rows: Sequence[tuple[int, int, str]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO fulltext_tokens(fulltext_tokens, rowid, tokens) VALUES ('delete', %s, %s)",
                [((facets << 32) | pk, found) for pk, facets, found in rows],
            )

    def counts(self, expression: Expression) -> dict[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid >> 32, count(*) FROM fulltext_tokens WHERE fulltext_tokens MATCH %s GROUP BY 1",
                [_fts(expression)],
            )
            return dict(cursor.fetchall())

    def some(self, expression: Expression, limit: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid & %s FROM fulltext_tokens WHERE fulltext_tokens MATCH %s LIMIT %s",
                [LOW, _fts(expression), limit],
            )
            return [pk for (pk,) in cursor.fetchall()]

    def first(self, expression: Expression, by: str, limit: int) -> list[int]:
        # The order of the join is given: every match is looked up by its key.
        statement = (
            "SELECT d.id FROM fulltext_tokens AS t CROSS JOIN fulltext_document AS d ON d.id = t.rowid & %s"  # noqa: S608
            f" WHERE fulltext_tokens MATCH %s ORDER BY d.{COLUMNS[by]} DESC LIMIT %s"  # nosec B608
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [LOW, _fts(expression), limit])
            return [pk for (pk,) in cursor.fetchall()]

    def kept(self, tokens: Sequence[str]) -> str:
        return " ".join(tokens)

    @contextmanager
    def filling(self) -> Iterator[None]:
        yield
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO fulltext_tokens(fulltext_tokens) VALUES ('optimize')")


class PostgresEngine:
    """A tsvector beside each document, stored out of line, with a GIN index."""

    def put(self, rows: Sequence[tuple[int, int, Sequence[str]]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {TABLE} SET vector = array_to_tsvector(%s) WHERE id = %s",  # noqa: S608  # nosec B608
                [(list(found), pk) for pk, _facets, found in rows],
            )

    def forget(self, rows: Sequence[tuple[int, int, str]]) -> None:
        """Nothing to do: what replaces a vector also takes the old one out of the index."""

    def counts(self, expression: Expression) -> dict[int, int]:
        return dict(
            self._rows(f"SELECT facets_id, count(*) FROM {TABLE} WHERE vector @@ %s::tsquery GROUP BY 1", expression)  # noqa: S608  # nosec B608
        )

    def some(self, expression: Expression, limit: int) -> list[int]:
        statement = f"SELECT id FROM {TABLE} WHERE vector @@ %s::tsquery LIMIT {int(limit)}"  # noqa: S608  # nosec B608
        return [pk for (pk,) in self._rows(statement, expression)]

    def first(self, expression: Expression, by: str, limit: int) -> list[int]:
        order = f"ORDER BY {COLUMNS[by]} DESC LIMIT {int(limit)}"
        statement = f"SELECT id FROM {TABLE} WHERE vector @@ %s::tsquery {order}"  # noqa: S608  # nosec B608
        return [pk for (pk,) in self._rows(statement, expression)]

    def kept(self, tokens: Sequence[str]) -> str:
        return ""

    @contextmanager
    def filling(self) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX IF EXISTS fulltext_document_vector")
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE INDEX fulltext_document_vector ON {TABLE} USING gin (vector)")
            cursor.execute(f"ANALYZE {TABLE}")

    def _rows(self, statement: str, expression: Expression) -> Iterable[Any]:
        text = written(expression, quote=_lexeme, conjunction=" & ", disjunction=" | ")
        with transaction.atomic(), connection.cursor() as cursor:
            # The vectors lie out of line: a scan of the table would read all of them.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off; SET LOCAL work_mem = '32MB'")
            cursor.execute(statement, [text])
            return cursor.fetchall()


def _fts(expression: Expression) -> str:
    return written(expression, quote=_fts_string, conjunction=" AND ", disjunction=" OR ")


def _fts_string(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _lexeme(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def engine() -> Engine:
    """The engine of the database in use."""
    return PostgresEngine() if connection.vendor == "postgresql" else SqliteEngine()
