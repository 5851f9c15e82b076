"""Filters of declared lists, on django-filter. Their state lives in the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

MOST_SEARCHED = 120
LARGEST_KEY = 2**63 - 1


class SearchFilter(django_filters.CharFilter):
    """The search box of a list: every word must be found in one of `fields`, in either script.

    A field is a name (look-ups allowed), or a function that gives the condition for a word. Every word is
    one more condition, so the text may have `MOST_SEARCHED` characters.
    """

    def __init__(self, *fields: str | Callable[[str], Q], placeholder: Any = _("Search"), **kwargs: Any) -> None:
        self.searched = fields
        kwargs.setdefault("label", _("Search"))
        kwargs["widget"] = forms.TextInput(attrs={"type": "search", "placeholder": placeholder, "autocomplete": "off"})
        kwargs.setdefault("max_length", MOST_SEARCHED)
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        for word in (value or "").split():
            qs = qs.filter(self.condition(word))
        return qs

    def condition(self, word: str) -> Q:
        """A word is found in one of the fields."""
        return reduce(or_, (_condition(field, word) for field in self.searched))


def _condition(field: str | Callable[[str], Q], word: str) -> Q:
    if callable(field):
        return field(word)
    return Q(**{field if "__" in field else f"{field}__holds": word})


class ChoiceFilter(django_filters.ChoiceFilter):
    """A drop-down whose first line, its `label`, means "any" and names what is filtered.

    On a page one without a label would look as if its first choice were made while all rows are listed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", kwargs.get("label"))
        super().__init__(*args, **kwargs)


class KeyFilter(django_filters.Filter):
    """By the key of a related row, which the address names and no field shows."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=0, max_value=LARGEST_KEY, widget=forms.HiddenInput, **kwargs)


class FilterSet(django_filters.FilterSet):
    """The filters of a list; a wrong value in the address is ignored and named in the bar."""
