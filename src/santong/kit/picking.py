"""Choosing one row among many by typing: the field, its widget, and the answer with suggestions.

A field names the address of its suggestions, and says which rows may be chosen. The text alone is
enough as well (an exact code, a name that only one row has), so it works without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from santong.kit.http import Request
from santong.kit.registry import Label
from santong.lib.whole_numbers import whole_number

SUGGESTED = 8
LONGEST = 100
REMEMBERED = 12
_KEY = "-key"
_SESSION = "picked"


@dataclass(frozen=True)
class Pick:
    """A row to choose: its key, the text that stands in the field for it, and what tells it from others."""

    key: int
    text: str
    about: str = ""


@dataclass(frozen=True)
class Typed:
    """What a field holds: the text, and the key of the suggestion that was chosen ("" for none)."""

    text: str = ""
    key: str = ""


class PickerInput(forms.TextInput):
    """A text field with suggestions below it. `sent_along` names fields of the form that they depend on."""

    template_name = "kit/widgets/picker.html"

    def __init__(
        self, address: str | Promise = "", sent_along: Sequence[str] = (), attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.address, self.sent_along = address, sent_along

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed = value if isinstance(value, Typed) else Typed(str(value or ""))
        box = {"role": "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "autocomplete": "off"}
        box["aria-controls"] = f"{(attrs or {}).get('id', f'id_{name}')}-suggestions"
        context = super().get_context(name, typed.text, {**(attrs or {}), **box})
        context["picker"] = {
            "address": self.address,
            "along": " ".join(self.sent_along),
            "key_name": name + _KEY,
            "key": typed.key,
            "list": box["aria-controls"],
            "suggestions": _("Suggestions"),
            "nothing": _("Nothing found. Check the spelling."),
        }
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        return Typed(str(data.get(name) or "")[:LONGEST].strip(), str(data.get(name + _KEY) or ""))


class PickerField(forms.Field):
    """One row, by the suggestion that was chosen or by what was typed. A subclass says which rows, and how."""

    widget = PickerInput
    suggestions: str = ""
    """The name of the address of the suggestions."""

    def __init__(self, *, sent_along: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(widget=PickerInput(sent_along=sent_along), **kwargs)
        self.suggest_at(self.suggestions)

    def suggest_at(self, name: str, *args: Any) -> None:
        """Ask for suggestions at the address of this name."""
        assert isinstance(self.widget, PickerInput)
        self.widget.address = reverse_lazy(name, args=args) if name else ""

    def by_key(self, key: int) -> Model | None:
        """The row of a suggestion, if it may be chosen."""
        raise NotImplementedError

    def by_text(self, text: str) -> Model:
        """The row that a text means; a `ValidationError` says what to write instead."""
        raise NotImplementedError

    def text_of(self, row: Any) -> str:
        """The text that stands in the field for a row."""
        return str(row)

    def prepare_value(self, value: Any) -> Any:
        return Typed(self.text_of(value), str(value.pk)) if isinstance(value, Model) else value

    def to_python(self, value: Typed | None) -> Model | None:
        if value is None or not value.text:
            return None
        key = whole_number(value.key)
        chosen = self.by_key(key) if key else None
        return chosen if chosen is not None else self.by_text(value.text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != data


def typed_in(request: Request) -> str:
    """What was typed so far, in a request for suggestions."""
    return request.GET.get("q", "").strip()[:LONGEST]


def suggestions(request: Request, picks: Iterable[Pick]) -> HttpResponse:
    """The answer to a request for suggestions."""
    return render(request, "kit/parts/picks.html", {"picks": picks, "typed": typed_in(request)})


def remember(request: Request, kind: str, row: Model) -> None:
    """Offer a row that was chosen first from now on, as long as this session lasts."""
    picked = request.session.get(_SESSION, {})
    keys = [row.pk, *(key for key in picked.get(kind, ()) if key != row.pk)]
    request.session[_SESSION] = {**picked, kind: keys[:REMEMBERED]}


def remembered(request: Request, kind: str) -> list[int]:
    """The keys of the rows chosen lately, the last one first."""
    keys: list[int] = request.session.get(_SESSION, {}).get(kind, [])
    return keys


def recent_first(rows: Any, recent: Sequence[int], limit: int = SUGGESTED) -> list[Any]:
    """The first rows of a sorted queryset, those chosen lately before all others."""
    known = {row.pk: row for row in rows.filter(pk__in=recent)} if recent else {}
    first = [known[key] for key in recent if key in known][:limit]
    others = rows.exclude(pk__in=[row.pk for row in first]) if first else rows
    return first + list(others[: limit - len(first)])


def only_one(rows: Any, none: Label, several: Label) -> Any:
    """The single row of a queryset; otherwise the sentence for none or for several is raised."""
    found = list(rows[:2])
    if len(found) != 1:
        raise ValidationError(str(several if found else none))
    return found[0]
