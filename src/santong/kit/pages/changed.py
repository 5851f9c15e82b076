"""Entries of the audit record in words: what a table and a field are called, what a stored value says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from santong.kit.models import AuditEntry, PathField
from santong.kit.pages.columns import choice_labels
from santong.kit.registry import Label

EMPTY = "—"
USUAL: dict[str, Label] = {"path": _("place"), "removed_at": _("removed"), "created_at": _("created")}
"""Words for fields that many tables have and that none of them names."""


@dataclass(frozen=True)
class Change:
    """A changed field in words; `name` is the field's own."""

    label: str
    name: str
    before: Any
    after: Any


def changes_of(entry: AuditEntry) -> Iterator[Change]:
    """The changes of an entry in words: the fields' labels, the labels of choices, moments as people write them."""
    model = model_of(entry.model)
    for name in _in_order(model, entry.changes):
        before, after = entry.changes[name]
        yield Change(field_label(model, name), name, in_words(model, name, before), in_words(model, name, after))


def model_of(label: str) -> type[models.Model] | None:
    """The table of an entry; None when it is no more."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None


def field_label(model: type[models.Model] | None, name: str) -> str:
    """What people call a field; its name when nobody gave it words."""
    field = _field(model, name)
    if field and str(field.verbose_name) != name.replace("_", " "):
        return capfirst(str(field.verbose_name))
    related = field.related_model if field else None
    if isinstance(related, type):
        return capfirst(str(related._meta.verbose_name))
    return capfirst(str(USUAL[name])) if name in USUAL else name


def in_words(model: type[models.Model] | None, name: str, value: Any) -> Any:
    """A value as the audit keeps it, as people read it: a choice by its label, a moment in the installation's
    time zone, yes and no, another row and a place by their names.
    """
    if value in (None, ""):
        return EMPTY
    field = _field(model, name)
    if isinstance(value, bool) or isinstance(field, models.BooleanField):
        return gettext("Yes") if str(value) == "True" else gettext("No")
    labels = choice_labels(model, name, get_language() or "") if model else {}
    return labels.get(str(value)) or _moment(field, value) or _row_named(field, value) or value


def names_of(model: type[models.Model], keys: Iterable[Any]) -> dict[str, str]:
    """What rows are called, by their keys as text: removed ones too, and none that are no more."""
    # The record is read by whoever may read it, and its rows are named for them wherever they are.
    rows = model._base_manager.select_related()
    try:
        return {str(row.pk): str(row) for row in rows.filter(pk__in=list(keys))}
    except (ValueError, ValidationError):  # keys of another kind, from before a table was changed
        return {}


def name_places(called: Callable[[str], str]) -> None:
    """Have paths named by `called`, which gives "" for a path without a place."""
    _places.append(called)


_places: list[Callable[[str], str]] = []


def _row_named(field: models.Field[Any, Any] | None, value: Any) -> str:
    """A foreign key as what it leads to, a path as its place; "" for all other fields."""
    if isinstance(field, PathField):
        return next((name for called in _places if (name := called(str(value)))), "")
    if not isinstance(field, models.ForeignKey) or not isinstance(field.related_model, type):
        return ""
    kind = str(field.related_model._meta.verbose_name)
    return names_of(field.related_model, [value]).get(str(value)) or gettext("%(kind)s %(key)s, which is no more") % {
        "kind": kind,
        "key": value,
    }


def _field(model: type[models.Model] | None, name: str) -> models.Field[Any, Any] | None:
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _in_order(model: type[models.Model] | None, names: Iterable[str]) -> list[str]:
    """Names as the table has its fields, then what the table no longer has: PostgreSQL keeps them by their length."""
    order = {field.name: at for at, field in enumerate(model._meta.get_fields())} if model else {}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def _moment(field: models.Field[Any, Any] | None, value: Any) -> str:
    """A date or time in the reader's form; "" for all other fields, and for what can't be read as one."""
    try:
        if isinstance(field, models.DateTimeField):
            at = parse_datetime(str(value))
            return date_format(localtime(at) if at and is_aware(at) else at, "SHORT_DATETIME_FORMAT") if at else ""
        day = parse_date(str(value)) if isinstance(field, models.DateField) else None
    except ValueError:
        return ""
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
