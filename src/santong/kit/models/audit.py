"""The audit record: one entry for each row that a write touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.kit.audit import audit_context
from santong.kit.models.inserting import insert_values

CREATE, CHANGE, DELETE, READ = "create", "change", "delete", "read"
HIDDEN = "•••"
BATCH = 1000
COLUMNS = ("at", "person_id", "address", "request_id", "verb", "kind", "model", "object_id", "label", "changes")


class AuditEntry(models.Model):
    """Who did what to which row, when, from where.

    `changes` maps a field's name to `[before, after]`; fields that a model lists in
    `audit_hidden` appear with their values masked. Reading is recorded where a hidden value was
    shown in clear. Entries are never changed.
    """

    class Kind(models.TextChoices):
        CREATE = CREATE, _("Created")
        CHANGE = CHANGE, _("Changed")
        DELETE = DELETE, _("Deleted")
        READ = READ, _("Shown")

    at = models.DateTimeField(_("time"), auto_now_add=True)
    person_id = models.BigIntegerField(_("person"), null=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    request_id = models.CharField(_("request number"), max_length=64, blank=True)
    verb = models.CharField(_("action"), max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    model = models.CharField(_("table"), max_length=64)
    object_id = models.CharField(max_length=40)
    label = models.CharField(_("object"), max_length=120, blank=True)
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        verbose_name = _("audit entry")
        indexes = [
            models.Index(fields=["model", "object_id", "-id"], name="audit_object"),
            models.Index(fields=["person_id", "-id"], name="audit_person"),
        ]

    def __str__(self) -> str:
        try:
            table = apps.get_model(self.model)._meta.verbose_name
        except LookupError:  # the table is no more
            table = self.model
        return f"{self.get_kind_display()} · {table} {self.object_id}"


Listener = Callable[[str, Sequence[models.Model], Sequence[dict[str, Any]]], None]
_listeners: list[Listener] = []


def on_record(listener: Listener) -> None:
    """Have `listener(kind, rows, changes)` called with all that is recorded, inside the transaction."""
    if listener not in _listeners:
        _listeners.append(listener)


def record(kind: str, rows: Sequence[models.Model], changes: Iterable[dict[str, Any]]) -> None:
    """Write one entry for each row, in the current audit context."""
    changes = list(changes)
    context = audit_context.get()
    connection = connections[AuditEntry.objects.db]
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    common = (at, context.person_id, context.address, context.request_id, context.verb, kind)
    values = [
        (*common, row._meta.label_lower, str(row.pk), audit_label(row), _as_json(change))
        for row, change in zip(rows, changes, strict=True)
    ]
    by_name = {field.attname: field for field in AuditEntry._meta.concrete_fields}
    fields = [by_name[name] for name in COLUMNS]
    for start in range(0, len(values), BATCH):
        insert_values(AuditEntry, fields, values[start : start + BATCH], connection.alias)
    for listener in _listeners:
        listener(kind, rows, changes)


def _as_json(change: dict[str, Any]) -> str:
    return json.dumps(change, cls=DjangoJSONEncoder) if change else "{}"


def audit_label(row: models.Model) -> str:
    """How a row is called in the audit: its `audit_name`, which must not hold personal data."""
    name = row.audit_name  # type: ignore[attr-defined]
    return str(name)[:120]


def readable(row: models.Model, field: str, value: Any) -> Any:
    """A field's value as the audit keeps it: masked, JSON-able, not endless."""
    if field in row.audit_hidden and value not in (None, ""):  # type: ignore[attr-defined]
        return HIDDEN
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)[:500]


def difference(row: models.Model, before: dict[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """The fields whose value differs from `before`, as `{field: [before, after]}`."""
    found = {}
    for name in fields:
        try:
            attname = row._meta.get_field(name).attname  # type: ignore[union-attr]
        except FieldDoesNotExist:
            attname = name
        after = row.__dict__.get(attname)
        if attname in before and before[attname] != after:
            found[name] = [readable(row, name, before[attname]), readable(row, name, after)]
    return found


def last_values(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """The values that a row had, as the audit keeps them; empty ones are left out."""
    attnames = {name: row._meta.get_field(name).attname for name in fields}  # type: ignore[union-attr]
    values = {name: row.__dict__.get(attname) for name, attname in attnames.items()}
    return {name: readable(row, name, value) for name, value in values.items() if value not in (None, "")}
