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
from django.db.models import Case, Count, DateTimeField, F, IntegerField, Q, QuerySet, TextField, Value, When, Window
from django.db.models.functions import Cast
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
    shows their number.
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
    found = [_waiting(row) for row in _rows_of([_part(kind, viewer, most, holds) for kind in kinds])]
    return sorted(found, key=lambda each: each.rank)


def number_of(kind: ToDo, viewer: Viewer) -> int:
    """How many rows of a kind wait for a viewer, a hundred at most."""
    if kind.permission is not None and not viewer.can(kind.permission):
        return 0
    return kind.rows(viewer).order_by()[:MOST_COUNTED].count()


def _rows_of(parts: Iterable[QuerySet]) -> list[tuple[Any, ...]]:
    """The rows of all parts from one query.

    Each part stands in a SELECT of its own, because SQLite takes no LIMIT in a part of a UNION.
    """
    compiled = []
    for part in parts:
        # A part that holds nothing whatever the database says has no SQL.
        with suppress(EmptyResultSet):
            compiled.append(part.query.get_compiler(connection=connection).as_sql())
    if not compiled:
        return []
    # The parts are what Django compiled; values stand apart from them.
    statement = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part" for sql, _values in compiled)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for _sql, values in compiled for value in values])
        return cursor.fetchall()


def _part(kind: ToDo, viewer: Viewer, most: int, holds: str) -> QuerySet:
    """The rows of a kind as every kind has them, the most pressing, each with how many there are."""
    rows = kind.rows(viewer).order_by()
    if holds:
        rows = rows.filter(_any_holds(kind, rows.model, holds))
    texts: list[Any] = [Cast(F(name), TextField()) for name in kind.columns]
    texts += [Value("", TextField())] * (len(COLUMNS) - len(texts))
    rows = rows.annotate(_pressing=_pressing(kind, rows.model)).order_by("_pressing", kind.due or kind.since, "pk")
    return rows.values_list(
        Value(kind.name, TextField()),
        Cast(F("pk"), TextField()),
        "_pressing",
        Cast(F(kind.since), DateTimeField()),
        Cast(F(kind.due), DateTimeField()) if kind.due else Cast(Value(None), DateTimeField()),
        Value(int(_is_day(kind, rows.model)), IntegerField()),
        Window(Count("*")),
        *texts,
    )[:most]


def _any_holds(kind: ToDo, model: type[models.Model], text: str) -> Q:
    found = Q(pk__in=[])
    for name in kind.columns:
        if isinstance(_field(model, name), models.CharField | TextField):
            found |= Q(**{f"{name}__holds": text})
    return found


def _pressing(kind: ToDo, model: type[models.Model]) -> Any:
    usual = Value(int(kind.pressing), IntegerField())
    if not kind.due or kind.pressing == Pressing.OPTIONAL:
        return usual
    now: Any = timezone.localdate() if _is_day(kind, model) else timezone.now()
    return Case(
        When(Q(**{f"{kind.due}__lt": now}), then=Value(int(Pressing.LATE))),
        When(Q(**{f"{kind.due}__lt": now + SOON}), then=Value(int(Pressing.SOON))),
        default=usual,
        output_field=IntegerField(),
    )


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
