"""Filters of the audit record."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.audit.queries import tables
from santong.kit.models import AuditEntry
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class AuditFilter(FilterSet):
    """By person, object or address; by table and kind; between two days."""

    q = SearchFilter("label", "object_id__exact", "address__exact", "verb", placeholder=_("Object, action or address"))
    person = django_filters.CharFilter(
        label=_("Username"), method="by_person", widget=forms.TextInput(attrs={"placeholder": _("Username")})
    )
    model = ChoiceFilter(label=_("All tables"), choices=tables)
    kind = ChoiceFilter(label=_("All kinds"), choices=AuditEntry.Kind.choices)
    since = django_filters.DateFilter(
        label=_("Since"), field_name="at", lookup_expr="date__gte", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = django_filters.DateFilter(
        label=_("Until"), field_name="at", lookup_expr="date__lte", widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = AuditEntry
        fields = ["q", "person", "model", "kind", "since", "until"]

    def by_person(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those by the person with exactly this username."""
        return rows.filter(username=value.strip())
