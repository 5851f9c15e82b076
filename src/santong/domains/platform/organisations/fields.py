"""A form field and a filter for organisations, for every module that offers a choice of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.organisations.models import Organisation
from santong.kit.access import below
from santong.kit.pages import KeyFilter


class PlaceField(forms.ModelChoiceField):
    """An organisation among those given, named with the one above it: every school has its own teaching affairs.

    The rows come with `select_related("parent")`.
    """

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.parent.name}" if obj.parent else str(obj.name)


class PlaceFilter(KeyFilter):
    """Narrows a list to a place with all below it: its key, which figures of the place bring along in the address."""

    def __init__(self, field_name: str = "path", **kwargs: Any) -> None:
        super().__init__(field_name=field_name, label=_("place"), **kwargs)

    def filter(self, qs: QuerySet, value: int | None) -> QuerySet:
        if value is None:
            return qs
        place = Organisation.with_removed.open_to_everyone().filter(pk=value).first()
        return qs.filter(below(self.field_name, place.path)) if place else qs.none()
