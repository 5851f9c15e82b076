"""What waits for a viewer, declared by modules: one kind of it each, counted and listed for all kinds in one query.

A kind says which rows wait (`rows`), which columns its words need, and what to say of one row (`says`). The columns of
all kinds come as text out of one UNION, so that a page costs one query however many modules declare something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import DateTimeField, Q, QuerySet, TextField
from django.utils import timezone

from santong.kit.access.roles import unknown_permission
from santong.kit.access.viewer import Viewer
from santong.kit.registry import Label, Named, registry

COLUMNS = ("a", "b", "c", "d")
"""Names of the text columns in the UNION: a kind has at most as many."""

MOST_COUNTED = 100
"""What waits is counted no further: nobody plans by the difference between a hundred and a thousand."""

SOON = timedelta(days=2)
"""What is due within this time comes before what isn't."""


class Pressing(IntEnum):
    """How pressing something is, the most pressing first."""

    LATE = 0
    SOON = 1
    USUAL = 2
    OPTIONAL = 3


class Said(NamedTuple):
    """What a line says: a title, where it leads, and a second line."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class ToDo(Named):
    """A kind of what waits for people.

    `rows(viewer)` gives the rows that wait for a viewer, from one scoped query; `says` makes the words from the values
    of `columns`, as text by name, and "pk". `since` and `due` name date fields; what is late or due soon comes first,
    then by age, and what is `OPTIONAL` last. `url_name` is the page where all of the kind stand, whose line in the menu
    shows their number. Of a kind with `together(number)` one line stands among others, which says how many there are.
    """

    name: str
    label: Label
    icon: str
    url_name: str
    rows: Callable[[Viewer], QuerySet]
    says: Callable[[Mapping[str, str]], Said]
    since: str
    columns: tuple[str, ...] = ()
    due: str = ""
    permission: str | None = None
    pressing: Pressing = Pressing.USUAL
    together: Callable[[int], Said] | None = None
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A permission that nobody declares, or more columns than there are."""
        yield from unknown_permission(self, self.permission)
        if len(self.columns) > len(COLUMNS):
            yield f"to-do {self.name!r} names more than {len(COLUMNS)} columns"


@dataclass(frozen=True)
class Waiting:
    """A row that waits: `kind` is the name of its `ToDo`, `number` how many of the kind wait, a hundred at most."""

    kind: str
    pk: str
    pressing: Pressing
    since: datetime
    due: date | None
    number: int
    values: tuple[str, ...]

    @property
    def rank(self) -> tuple[Any, ...]:
        """Where it stands among others."""
        return (self.pressing, self.due or date.max, self.since, self.kind, self.pk)

    def said(self) -> Said:
        """Its words, in the language of whoever reads them."""
        kind = registry.by_name(ToDo)[self.kind]
        return kind.says({"pk": self.pk, **dict(zip(kind.columns, self.values, strict=True))})


def kinds_of(viewer: Viewer) -> list[ToDo]:
    """The kinds of which something can wait for a viewer."""
    return [kind for kind in registry.of(ToDo) if kind.permission is None or viewer.can(kind.permission)]


def waiting_for(viewer: Viewer, kinds: Iterable[ToDo], *, most: int, holds: str = "") -> list[Waiting]:
    """The `most` rows of each kind that press most, in one order; `holds` is text that one of the columns holds."""
    found = [_waiting(row) for row in _rows_of(_parts(kinds, viewer, most, holds))]
    return sorted(found, key=lambda each: each.rank)


def number_of(kind: ToDo, viewer: Viewer) -> int:
    """How many rows of a kind wait for a viewer, a hundred at most."""
    if kind.permission is not None and not viewer.can(kind.permission):
        return 0
    return kind.rows(viewer).order_by()[:MOST_COUNTED].count()


def _rows_of(parts: Iterable[_Part]) -> list[tuple[Any, ...]]:
    """The rows of all parts from one query."""
    found = list(parts)
    if not found:
        return []
    # The parts are what Django compiled, and columns that stand in this file; values stand apart from them.
    statement = " UNION ALL ".join(f"SELECT * FROM ({part.sql}) AS part" for part in found)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for part in found for value in part.values])
        return cursor.fetchall()


class _Part(NamedTuple):
    """A part of the UNION: SQL and its values."""

    sql: str
    values: list[Any]


def _parts(kinds: Iterable[ToDo], viewer: Viewer, most: int, holds: str) -> Iterator[_Part]:
    for kind in kinds:
        # A part that holds nothing whatever the database says has no SQL.
        with suppress(EmptyResultSet):
            yield _part(kind, viewer, most, holds)


def _part(kind: ToDo, viewer: Viewer, most: int, holds: str) -> _Part:
    """The rows of a kind as every kind has them, the most pressing, each with how many there are.

    Django compiles which rows those are. What all kinds have in common is written around that by hand: as expressions
    of the ORM it costs more time than everything else on the home page.
    """
    rows = kind.rows(viewer).order_by()
    if holds:
        rows = rows.filter(_any_holds(kind, rows.model, holds))
    fields = tuple(dict.fromkeys(name for name in ("pk", kind.since, kind.due, *kind.columns) if name))
    sql, values = rows.values_list(*fields).query.get_compiler(connection=connection).as_sql()
    columns = {name: f"column{position}" for position, name in enumerate(fields)}
    pk, since, due = columns["pk"], columns[kind.since], columns.get(kind.due, "NULL")
    pressing, moments = _pressing(kind, rows.model, due)
    texts = [_text(columns[name]) for name in kind.columns]
    texts += ["''"] * (len(COLUMNS) - len(texts))
    selected = (
        _text("%s"), _text(pk), pressing, _moment_of(since), _moment_of(due), str(int(_is_day(kind, rows.model))),
        "COUNT(*) OVER ()", *texts,
    )  # fmt: skip
    part = (
        f"WITH waiting({', '.join(columns.values())}) AS ({sql}) SELECT {', '.join(selected)} FROM waiting"  # noqa: S608
        # By the table's own columns: PostgreSQL calls what is selected from them by the same names.
        f" ORDER BY 3, waiting.{due if kind.due else since}, waiting.{pk} LIMIT {int(most)}"
    )
    return _Part(part, [*values, kind.name, *moments])


def _text(column: str) -> str:
    return f"CAST({column} AS text)"


def _moment_of(column: str) -> str:
    """A day or a moment as a moment in UTC."""
    if connection.vendor == "sqlite":
        return f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {column})"
    return f"CAST({column} AS timestamp with time zone)"


def _any_holds(kind: ToDo, model: type[models.Model], text: str) -> Q:
    found = Q(pk__in=[])
    for name in kind.columns:
        if isinstance(_field(model, name), models.CharField | TextField):
            found |= Q(**{f"{name}__holds": text})
    return found


def _pressing(kind: ToDo, model: type[models.Model], due: str) -> tuple[str, list[Any]]:
    """The SQL of how pressing a row is, with its values; `due` is the column."""
    usual = str(int(kind.pressing))
    if not kind.due or kind.pressing == Pressing.OPTIONAL:
        return usual, []
    moments = [_as_stored(moment) for moment in _late_and_soon(kind, model)]
    late, soon = f"WHEN {due} < %s THEN {Pressing.LATE:d}", f"WHEN {due} < %s THEN {Pressing.SOON:d}"
    return f"CASE {late} {soon} ELSE {usual} END", moments


def _late_and_soon(kind: ToDo, model: type[models.Model]) -> tuple[date, date]:
    now = timezone.localdate() if _is_day(kind, model) else timezone.now()
    return now, now + SOON


def _as_stored(moment: date) -> Any:
    if isinstance(moment, datetime):
        return connection.ops.adapt_datetimefield_value(moment)
    return connection.ops.adapt_datefield_value(moment)


def _is_day(kind: ToDo, model: type[models.Model]) -> bool:
    """Whether a kind is due on a day, not at a moment."""
    return bool(kind.due) and not isinstance(_field(model, kind.due), DateTimeField)


def _field(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path of look-ups."""
    for name in path.split("__"):
        field: Any = model._meta.get_field(name)
        model = field.related_model or model
    return field


def _waiting(row: tuple[Any, ...]) -> Waiting:
    name, pk, pressing, since, due, is_day, number, *values = row
    kind = registry.by_name(ToDo)[name]
    until = _moment(due)
    # The database makes midnight UTC of a day.
    day = until and until.astimezone(UTC if is_day else timezone.get_current_timezone()).date()
    texts = tuple("" if value is None else value for value in values[: len(kind.columns)])
    began = _moment(since) or datetime.now(UTC)
    return Waiting(name, pk, Pressing(pressing), began, day, min(number, MOST_COUNTED), texts)


def _moment(value: datetime | str | None) -> datetime | None:
    """A moment as the database gives it: SQLite as text, in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value
