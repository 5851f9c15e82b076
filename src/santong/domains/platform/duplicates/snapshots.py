"""Rows before and after a merger, and the way back from one to the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from santong.domains.platform.duplicates.rules import Rows, remembered
from santong.domains.platform.identity.public import Person
from santong.kit.models import AuditedModel

PERSON = Rows("identity.person", "pk")
MOVING = ("last_login", "password")
"""Columns of a person that have nothing to do with a merger."""

Values = dict[str, Any]
Snapshot = dict[str, dict[str, Values]]
"""Column values as JSON can hold them, by model and key."""


class Changed(Exception):
    """A row is no longer as the merger left it; the text names it without personal data."""


@dataclass(frozen=True)
class Change:
    """A row before and after; None where there was or is none."""

    model: str
    key: str
    before: Values | None
    after: Values | None


def snapshot(people: Iterable[Person]) -> Snapshot:
    """Every row that hangs on some people."""
    found: Snapshot = {}
    both = list(people)
    for rows in (PERSON, *remembered()):
        _add(found, rows.model, rows.of(both))
    return found


def again(before: Snapshot, people: Iterable[Person]) -> Snapshot:
    """The rows of a snapshot as they are now, and those that hang on the people now."""
    found = snapshot(people)
    for label, rows in before.items():
        _add(found, label, apps.get_model(label)._base_manager.filter(pk__in=list(rows)))
    return found


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """What differs, only with the columns that do."""
    found = []
    for label in before.keys() | after.keys():
        old, new = before.get(label, {}), after.get(label, {})
        for key in sorted(old.keys() | new.keys()):
            change = _change(label, key, old.get(key), new.get(key))
            if change.before != change.after:
                found.append(change)
    return found


def restore(found: Iterable[Change], *, last: int) -> int:
    """Bring rows back to what they were; returns how many.

    `last` is the person whose row is written after the others: it takes back numbers that
    nobody else may have at that moment.

    Raises:
        Changed: when a row has been changed since, before anything is written.
    """
    todo = list(found)
    for change in todo:
        _check(change)
    for change in todo:
        if change.before is None:
            _rows(change).delete()
    for change in sorted(todo, key=lambda change: change.model == PERSON.model and change.key == str(last)):
        if change.before is not None and change.after is not None:
            _write(change)
    for change in todo:
        if change.after is None:
            _insert(change)
    return len(todo)


def _add(found: Snapshot, label: str, rows: models.QuerySet[AuditedModel]) -> None:
    known = found.setdefault(label, {})
    for row in rows:
        known[str(row.pk)] = _values(row)


def _values(row: models.Model) -> Values:
    return {
        column.attname: _plain(column, row)
        for column in row._meta.concrete_fields
        if not (isinstance(row, Person) and column.attname in MOVING)
    }


def _plain(column: Any, row: models.Model) -> Any:
    value = row.__dict__[column.attname]
    return value if value is None or isinstance(value, str | int | float | bool) else column.value_to_string(row)


def _change(label: str, key: str, old: Values | None, new: Values | None) -> Change:
    if old is None or new is None:
        return Change(label, key, old, new)
    different = {name for name in old if old[name] != new[name]}
    return Change(label, key, {n: old[n] for n in different}, {n: new[n] for n in different})


def _rows(change: Change) -> models.QuerySet[AuditedModel]:
    model: type[AuditedModel] = apps.get_model(change.model)
    return model._base_manager.filter(pk=change.key)


def _check(change: Change) -> None:
    row = _rows(change).first()
    if (row is None) != (change.after is None):
        raise Changed(f"{change.model} {change.key}")
    if row is None or change.after is None:
        return
    for column in row._meta.concrete_fields:
        if column.attname in change.after and _plain(column, row) != change.after[column.attname]:
            raise Changed(row.audit_name if isinstance(row, AuditedModel) else f"{change.model} {change.key}")


def _write(change: Change) -> None:
    row = _rows(change).get()
    columns = [column for column in row._meta.concrete_fields if column.attname in (change.before or {})]
    for column in columns:
        setattr(row, column.attname, column.to_python((change.before or {})[column.attname]))
    row.save(update_fields=[column.name for column in columns])


def _insert(change: Change) -> None:
    model: type[AuditedModel] = apps.get_model(change.model)
    values = change.before or {}
    row = model(**{column.attname: column.to_python(values[column.attname]) for column in model._meta.concrete_fields})
    row.save(force_insert=True)
