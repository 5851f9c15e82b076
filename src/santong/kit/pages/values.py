"""What fields of a form hold, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, BaseFormSet, BooleanField, BoundField, ChoiceField, ModelChoiceField
from django.utils.translation import gettext as _

from santong.kit.pages.controls import AnyForm, controls_of

NOTHING = "—"


def label_of(form: AnyForm, name: str) -> str:
    """What people call a field; a form set is called after what it holds: its rows."""
    return _("All rows") if isinstance(form, BaseFormSet) else str(_field(form, name).label)


def value_in_words(form: AnyForm, name: str) -> str:
    """The value of a field as people read it: the words of a choice, yes and no, a dash for nothing."""
    if isinstance(form, BaseFormSet):
        return "; ".join(row for each in form.forms if (row := _row(each))) or NOTHING
    return _in_words(_field(form, name))


def _field(form: BaseForm, name: str) -> BoundField:
    return next(field for field in form if field.html_name == name)


def _row(form: BaseForm) -> str:
    values = [text for field in form if not field.is_hidden and (text := _in_words(field)) != NOTHING]
    return " ".join(values)


def _in_words(bound: BoundField) -> str:
    field = bound.field
    sent = [value for values in controls_of(str(bound)).values() for value in values if value != ""]
    if isinstance(field, BooleanField):
        return _("Yes") if sent else _("No")
    if isinstance(field, ModelChoiceField):
        words: Iterable[Any] = _of_rows(field, bound.value())
    elif isinstance(field, ChoiceField):
        words = [label for value, label in _flat(field.choices) if str(value) in sent]
    else:
        words = sent
    return "、".join(map(str, words)) or NOTHING


def _of_rows(field: ModelChoiceField, value: Any) -> Iterable[str]:
    """The rows chosen, as the field calls them. Its choices may be all schools of a city: only the chosen are read."""
    keys = value if isinstance(value, list | tuple) else [value]
    plain = [field.prepare_value(key) for key in keys if key not in (None, "")]
    name = field.to_field_name or "pk"
    known = [key for key in plain if str(key).isdecimal()] if name == "pk" else plain
    return [field.label_from_instance(row) for row in field.queryset.filter(**{f"{name}__in": known})]  # type: ignore[union-attr]


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label
