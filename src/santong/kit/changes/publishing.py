"""From a write of a published model to the feed, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.utils import timezone

from santong.kit.access import below
from santong.kit.audit import audit_context
from santong.kit.changes.models import Change
from santong.kit.models.audit import BATCH, CHANGE, CREATE, DELETE, on_record
from santong.kit.models.inserting import insert_values
from santong.kit.registry import Declared, registry

KINDS = {CREATE: Change.Kind.CREATED, CHANGE: Change.Kind.CHANGED, DELETE: Change.Kind.REMOVED}
COLUMNS = ("at", "kind", "resource", "object_id", "path", "former_path", "person_id")
REMOVED_AT = "removed_at"


@dataclass(frozen=True)
class Published(Declared):
    """A model whose changes other systems may follow, as the API calls its rows.

    `part_of` gives the row that a row belongs to, for tables with more facts about it. A change
    of nothing but `ignored` fields is nobody's business.
    """

    name: str
    model: str
    part_of: Callable[[Any], Any] | None = None
    ignored: frozenset[str] = frozenset()
    order: int = 100


def follow_writes() -> None:
    """Hear of every write of an audited model."""
    on_record(note)


@cache
def published() -> dict[str, Published]:
    """What the modules publish, by the label of the model."""
    return {each.model.lower(): each for each in registry.of(Published)}


def note(kind: str, rows: Sequence[models.Model], changes: Sequence[dict[str, Any]]) -> None:
    """Append the changes of published rows to the feed."""
    if not rows or kind not in KINDS:
        return
    what = published().get(rows[0]._meta.concrete_model._meta.label_lower)  # type: ignore[union-attr]
    if what is None or (what.part_of and kind == CREATE):
        return  # of a new object its own row tells
    told = [
        _values(what, kind, row, change)
        for row, change in zip(rows, changes, strict=True)
        if kind != CHANGE or change.keys() - what.ignored
    ]
    append(told)


def _values(what: Published, kind: str, row: Any, change: dict[str, Any]) -> tuple[Any, ...]:
    if what.part_of:
        whole = what.part_of(row)
        return (Change.Kind.CHANGED, what.name, whole.pk, whole.path, "")
    former = (change.get("path") or [""])[0] or "" if kind == CHANGE else ""
    return (_kind(kind, change), what.name, row.pk, row.path, former)


def _kind(kind: str, change: dict[str, Any]) -> str:
    """What a write means to followers: rows that can be restored are marked instead of deleted."""
    if kind == CHANGE and REMOVED_AT in change:
        return Change.Kind.REMOVED if change[REMOVED_AT][1] else Change.Kind.CREATED
    return KINDS[kind]


def append(values: Sequence[tuple[Any, ...]]) -> None:
    """Write (kind, resource, object_id, path, former_path) into the feed."""
    if not values:
        return
    connection = connections[Change.objects.db]
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    person_id = audit_context.get().person_id
    by_name = {field.attname: field for field in Change._meta.concrete_fields}
    rows = [(at, *(str(v) if isinstance(v, str) else v for v in each), person_id) for each in values]
    for start in range(0, len(rows), BATCH):
        insert_values(Change, [by_name[n] for n in COLUMNS], rows[start : start + BATCH], connection.alias)


def note_move(before: str, after: str) -> None:
    """Tell that everything at or below `after` has come from `before`: paths were rewritten without a word."""
    for what in published().values():
        if what.part_of:
            continue
        model = apps.get_model(what.model)
        moved = model._base_manager.filter(below("path", after)).values_list("pk", "path")
        append([(Change.Kind.CHANGED, what.name, pk, path, before + path[len(after) :]) for pk, path in moved])
