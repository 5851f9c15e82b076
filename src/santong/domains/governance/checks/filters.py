"""Filters of the lists of issues, rules and settlements."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from santong.domains.governance.checks.models import CheckKind, CheckRule, DataIssue, Settlement
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


class IssueFilter(FilterSet):
    """By words, kind, status, rule and place."""

    q = SearchFilter("rule__name__holds", "place__name__holds", "explanation")
    kind = ChoiceFilter(label=_("All kinds of checks"), choices=CheckKind.choices)
    state = ChoiceFilter(label=_("All statuses"), choices=DataIssue.State.choices)
    rule = KeyFilter(field_name="rule", label=_("check of figures"))
    place = PlaceFilter()

    class Meta:
        model = DataIssue
        fields = ["q", "kind", "state", "rule", "place"]


class RuleFilter(FilterSet):
    """By words, kind, and whose."""

    q = SearchFilter("name", "says", "formula")
    kind = ChoiceFilter(label=_("All kinds of checks"), choices=CheckKind.choices)
    whose = ChoiceFilter(
        label=pgettext_lazy("standard", "Library and own"),
        choices=[("library", pgettext_lazy("standard", "Library")), ("own", pgettext_lazy("standard", "Bureaus'"))],
        method="by_whose",
    )

    class Meta:
        model = CheckRule
        fields = ["q", "kind", "whose"]

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that came with the product, or those of bureaus."""
        return rows.filter(path="") if value == "library" else rows.exclude(path="")


class SettlementFilter(FilterSet):
    """By words, status and rule."""

    q = SearchFilter("rule__name__holds", "reason")
    state = ChoiceFilter(label=_("All statuses"), choices=Settlement.State.choices)
    rule = KeyFilter(field_name="rule", label=_("check of figures"))

    class Meta:
        model = Settlement
        fields = ["q", "state", "rule"]
