"""A form field for organisations, for every module that offers a choice of them."""

from __future__ import annotations

from typing import Any

from django import forms


class PlaceField(forms.ModelChoiceField):
    """An organisation among those given, named with the one above it: every school has its own teaching affairs.

    The rows come with `select_related("parent")`.
    """

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.parent.name}" if obj.parent else str(obj.name)
