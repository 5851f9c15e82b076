"""Filters of the list of people who may be entered twice."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.duplicates.models import Suspicion
from santong.domains.platform.duplicates.reasons import REASONS
from santong.domains.platform.identity.public import called
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter

State = Suspicion.State


class SuspicionFilter(FilterSet):
    """By name, reason and what was decided; without a choice those that wait."""

    q = SearchFilter("first__name", "second__name", placeholder=_("Name"), method="with_words")
    reason = ChoiceFilter(
        label=_("All reasons"),
        choices=[(reason.name, reason.label) for reason in REASONS.values()],
        method="for_reason",
    )
    state = ChoiceFilter(
        label=_("To be looked at"),
        choices=[(State.DIFFERENT, State.DIFFERENT.label), (State.MERGED, State.MERGED.label)],
    )

    class Meta:
        model = Suspicion
        fields = ["q", "reason", "state"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state=State.OPEN)
        return super().filter_queryset(queryset)

    def with_words(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Every word in one of the names or pinyin."""
        for word in value.split():
            rows = rows.filter(called(word, "first__") | called(word, "second__"))
        return rows

    def for_reason(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those with a reason among theirs."""
        return rows.filter(reasons__contains=value)
