"""Forms over the API: the fields of a form as data, and what a program sends as what a form reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.translation import gettext as _
from ninja import Schema

from santong.kit.api.problems import wrong
from santong.kit.picking import PickerField

Given = str | int | float | bool | None
KINDS: tuple[tuple[type[forms.Field], str], ...] = (
    (PickerField, "id"),
    (forms.BooleanField, "boolean"),
    (forms.MultipleChoiceField, "choices"),
    (forms.ChoiceField, "choice"),
    (forms.DateTimeField, "moment"),
    (forms.DateField, "day"),
    (forms.IntegerField, "number"),
    (forms.CharField, "text"),
)


class ChoiceOut(Schema):
    """One of the values that a field takes."""

    value: str
    label: str


class FieldOut(Schema):
    """A field to be sent: `type` is text, number, boolean, day, moment, choice, choices, id or ids."""

    name: str
    type: str
    label: str
    required: bool
    choices: list[ChoiceOut] = []


def fields_of(form: BaseForm) -> list[FieldOut]:
    """What a form asks for."""
    return [
        FieldOut(
            name=name,
            type=_kind_of(field),
            label=str(field.label or name),
            required=field.required,
            choices=[ChoiceOut(value=str(value), label=str(label)) for value, label in _choices_of(field)],
        )
        for name, field in form.fields.items()
    ]


def _kind_of(field: forms.Field) -> str:
    return next((kind for each, kind in KINDS if isinstance(field, each)), "ids")


def _choices_of(field: forms.Field) -> Iterable[tuple[Any, Any]]:
    if not isinstance(field, forms.ChoiceField):
        return ()
    choices: Any = field.choices
    return [(value, label) for value, label in choices if value not in ("", None)]


def sent_to(form: BaseForm, given: Mapping[str, Given | list[Given]]) -> QueryDict:
    """What a program sent, as the form reads it from a page; 422 names what the form doesn't have."""
    faults = {name: _("There is no such field here.") for name in given if name not in form.fields}
    if faults:
        raise wrong(faults)
    data = QueryDict(mutable=True)
    for name, value in given.items():
        texts = [_text(each) for each in (value if isinstance(value, list) else [value]) if each not in (None, False)]
        data.setlist(name, texts)
        if isinstance(form.fields[name], PickerField) and texts:
            data[f"{name}-key"] = texts[0]
    return data


def _text(value: Given) -> str:
    return "on" if value is True else str(value)


def faults_of(form: BaseForm) -> dict[str, str]:
    """What is wrong with a form, by field; what concerns the whole stands under `fields`."""
    found = {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
    return {"fields" if name == "__all__" else name: text for name, text in found.items()}
