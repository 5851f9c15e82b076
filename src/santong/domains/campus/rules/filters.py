"""Filters of the library of rules; the search box asks the full-text index."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from santong.domains.campus.rules.indexing import found_by
from santong.domains.campus.rules.models import Regulation, Status
from santong.domains.campus.rules.queries import Kind, asking
from santong.domains.platform.organisations.public import OFFICES, PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet

LEVELS = [(kind.value, kind.label) for kind in Kind if kind in OFFICES]
MOST_SEARCHED = 60


class TextFilter(CharFilter):
    """Words in titles, texts and files, in pinyin too; drafts are found by their titles."""

    def __init__(self, **kwargs: Any) -> None:
        hint = _("Title, number, words in the text, pinyin")
        box = forms.TextInput(attrs={"type": "search", "placeholder": hint, "autocomplete": "off"})
        super().__init__(label=_("Search"), max_length=MOST_SEARCHED, widget=box, **kwargs)


class RegulationFilter(FilterSet):
    """By words, kind, level and status; what no longer holds only where it is asked for."""

    q = TextFilter(method="by_text")
    kind = ChoiceFilter(label=_("All kinds"), choices=Regulation.Kind.choices)
    level = ChoiceFilter(field_name="issuer__kind", label=_("City, county and school"), choices=LEVELS)
    status = ChoiceFilter(
        label=_("All that hold"), choices=[*Status.choices, ("all", _("Also former ones"))], method="by_status"
    )
    mine = ChoiceFilter(label=_("All rules"), choices=[("asked", _("To be acknowledged by me"))], method="by_mine")
    place = PlaceFilter()

    class Meta:
        model = Regulation
        fields = ["q", "kind", "level", "status", "mine", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("status"):
            gone = [queryset.standing(status) for status in (Status.REPLACED, Status.REPEALED)]  # type: ignore[attr-defined]
            for rows in gone:
                queryset = queryset.exclude(pk__in=rows.order_by().values("pk"))
        return super().filter_queryset(queryset)

    def by_text(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What the index finds, best first among the first few hundred, and drafts."""
        keys = [hit.key for hit in found_by(self.request.viewer, value).hits]
        return rows.filter(Q(pk__in=keys) | Q(is_published=False, title__holds=value))

    def by_status(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """One status, or all."""
        return rows if value == "all" else rows.standing(value)  # type: ignore[attr-defined,no-any-return]

    def by_mine(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that ask the viewer."""
        return rows.filter(pk__in=asking(self.request.viewer).order_by().values("pk"))
