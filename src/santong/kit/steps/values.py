"""The fields of a row as JSON keeps them, so that they can be put back."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.db.models import Field, JSONField, Model

Values = dict[str, Any]


def columns_of(row: Model) -> Values:
    """Every column of a row as Python has it, by the name of its field."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def changed_since(row: Model, columns: Values) -> list[str]:
    """The columns of a row that are no longer as they were."""
    return [name for name, value in columns.items() if getattr(row, name) != value]


def values_of(row: Model, names: Iterable[str], columns: Values | None = None) -> Values:
    """Some columns of a row as JSON keeps them; as they were in `columns`, where that is given."""
    fields = {field.attname: field for field in row._meta.concrete_fields}
    source = row if columns is None else SimpleNamespace(**columns)
    return {name: _kept(fields[name], source) for name in names}


def put_values(row: Model, values: Values) -> list[str]:
    """Set columns to what was kept; returns the names for `update_fields`."""
    fields = {field.attname: field for field in row._meta.concrete_fields}
    for name, value in values.items():
        field = fields[name]
        setattr(row, name, value if value is None or isinstance(field, JSONField) else field.to_python(value))
    return [fields[name].name for name in values]


def _kept(field: Field[Any, Any], row: Any) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(value, bool | int) or isinstance(field, JSONField):
        return value
    return field.value_to_string(row)
