"""Filters of the audit record."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.audit.queries import tables
from santong.domains.platform.audit.searching import holding
from santong.kit.forms import DateInput
from santong.kit.models import AuditEntry
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class AuditSearch(SearchFilter):
    """The search box, which knows actions by their words as well as by the names that the record keeps."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """Rows in which every word is found, or the action that is called so."""
        for word in (value or "").split():
            qs = holding(qs, word, self.condition(word))
        return qs


class AuditFilter(FilterSet):
    """By person, object or address; by table and kind; between two days."""

    q = AuditSearch("label", "object_id__exact", "address__exact", "verb", placeholder=_("Object, action or address"))
    person = django_filters.CharFilter(
        label=_("Name or username"),
        method="by_person",
        widget=forms.TextInput(attrs={"placeholder": _("Name or username")}),
    )
    model = ChoiceFilter(label=_("All tables"), choices=tables)
    kind = ChoiceFilter(label=_("All kinds"), choices=AuditEntry.Kind.choices)
    since = django_filters.DateFilter(
        label=_("Since"), field_name="at", lookup_expr="date__gte", widget=DateInput({"placeholder": _("From day")})
    )
    until = django_filters.DateFilter(
        label=_("Until"), field_name="at", lookup_expr="date__lte", widget=DateInput({"placeholder": _("To day")})
    )

    class Meta:
        model = AuditEntry
        fields = ["q", "person", "model", "kind", "since", "until"]

    def by_person(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those by the people with exactly this username or name."""
        return rows.filter(Q(username=value.strip()) | Q(actor=value.strip()))
