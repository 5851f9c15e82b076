"""Filters of the list of who is away."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.office.models import Absence
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class AbsenceFilter(FilterSet):
    """By name, kind and days; without a choice today's."""

    q = SearchFilter("person__name__holds", placeholder=_("Name"))
    kind = ChoiceFilter(label=_("Leave and travel"), choices=Absence.Kind.choices)
    days = ChoiceFilter(
        label=_("Away today"),
        choices=[("week", _("Within the next week")), ("all", _("At any time"))],
        method="by_days",
    )

    class Meta:
        model = Absence
        fields = ["q", "kind", "days"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("days"):
            today = timezone.localdate()
            queryset = queryset.filter(since__lte=today, until__gte=today)
        return super().filter_queryset(queryset)

    def by_days(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The days that begin today, or all."""
        today = timezone.localdate()
        return rows.filter(since__lte=today + timedelta(days=7), until__gte=today) if value == "week" else rows
