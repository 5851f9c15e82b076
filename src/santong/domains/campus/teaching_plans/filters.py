"""Filters of the lists of plans, rules and searches."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.teaching_plans.models import PlanLine, Rule, Search
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class PlanFilter(FilterSet):
    """By subject and place."""

    q = SearchFilter("subject", "place__name__holds")
    place = PlaceFilter()

    class Meta:
        model = PlanLine
        fields = ["q", "place"]


class RuleFilter(FilterSet):
    """By words, kind, weight and place."""

    q = SearchFilter("subject", "teacher__person__name__holds", "place__name__holds")
    kind = ChoiceFilter(label=_("All kinds"), choices=Rule.Kind.choices)
    weight = ChoiceFilter(label=_("All weights"), choices=Rule.Weight.choices)
    place = PlaceFilter()

    class Meta:
        model = Rule
        fields = ["q", "kind", "weight", "place"]


class SearchFilters(FilterSet):
    """By name, status and place."""

    q = SearchFilter("name")
    state = ChoiceFilter(label=_("All statuses"), choices=Search.State.choices)
    place = PlaceFilter()

    class Meta:
        model = Search
        fields = ["q", "state", "place"]
