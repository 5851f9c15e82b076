"""Filters of the word lists and of the queue."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.moderation.holdables import kinds
from santong.domains.platform.moderation.matching.folding import fold
from santong.domains.platform.moderation.models import REVIEW, TO_DECIDE, Case, Category, Effect, Level, Word
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter

State = Case.State


class WordFilter(FilterSet):
    """By the word however it is written, and by what it does."""

    q = SearchFilter(placeholder=_("Word"), method="like")
    effect = ChoiceFilter(label=_("All effects"), choices=Effect.choices)
    category = ChoiceFilter(label=_("All categories"), choices=Category.choices)
    level = ChoiceFilter(label=_("Decided at any level"), choices=Level.choices)

    class Meta:
        model = Word
        fields = ["q", "effect", "category", "level"]

    def like(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The form in which words are compared, or the note."""
        key = fold(value)
        return rows.filter(Q(folded__contains=key) | Q(note__holds=value)) if key else rows


class CaseFilter(FilterSet):
    """By title, kind, category, level and state; without a choice those that wait."""

    q = SearchFilter("title", "organisation__name__holds", placeholder=_("Title or organisation"))
    kind = ChoiceFilter(label=_("All kinds"), choices=kinds)
    category = ChoiceFilter(label=_("All categories"), choices=Category.choices)
    whose = ChoiceFilter(
        label=_("Mine and those of below"), choices=[("mine", _("Only those of my own level"))], method="by_place"
    )
    state = ChoiceFilter(
        label=_("To be decided"),
        choices=[(state.value, state.label) for state in State if state != State.WAITING] + [("any", _("All states"))],
        method="by_state",
    )

    class Meta:
        model = Case
        fields = ["q", "kind", "category", "whose", "state"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state__in=TO_DECIDE)
        return super().filter_queryset(queryset)

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """One state, or all of them."""
        return rows if value == "any" else rows.filter(state=value)

    def by_place(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """What the viewer's own organisations decide."""
        return rows.filter(path__in=self.request.viewer.paths(REVIEW))
