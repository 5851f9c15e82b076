"""The fields of a row as JSON keeps them, so that they can be put back."""

from __future__ import annotations

from typing import Any

from django.db.models import Field, JSONField, Model

Values = dict[str, Any]


def values_of(row: Model) -> Values:
    """Every column of a row, by the name of its field."""
    return {field.attname: _kept(field, row) for field in row._meta.concrete_fields}


def put_values(row: Model, values: Values) -> list[str]:
    """Set columns to what was kept; returns the names for `update_fields`."""
    fields = {field.attname: field for field in row._meta.concrete_fields}
    for name, value in values.items():
        field = fields[name]
        setattr(row, name, value if value is None or isinstance(field, JSONField) else field.to_python(value))
    return [fields[name].name for name in values]


def _kept(field: Field[Any, Any], row: Model) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(value, bool | int) or isinstance(field, JSONField):
        return value
    return field.value_to_string(row)
