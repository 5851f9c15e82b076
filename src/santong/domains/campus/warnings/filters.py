"""Filters of the lists of warnings and thresholds."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.warnings.models import EarlyWarning, WarningRule
from santong.domains.campus.warnings.sources import WarningSource
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter
from santong.kit.registry import registry


def kinds() -> list[tuple[str, Any]]:
    """All kinds of warnings, with what they are called."""
    return [(each.name, each.label) for each in registry.of(WarningSource)]


class EarlyWarningFilter(FilterSet):
    """By name, kind, status and place."""

    q = SearchFilter("pupil__person__name__holds", "place__name__holds")
    kind = ChoiceFilter(label=_("All kinds of warnings"), choices=kinds)
    state = ChoiceFilter(
        label=_("All statuses"), choices=[("live", _("Not over yet")), *EarlyWarning.State.choices], method="by_state"
    )
    place = PlaceFilter()

    class Meta:
        model = EarlyWarning
        fields = ["q", "kind", "state", "place"]

    def by_state(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those in a state, or all that aren't over."""
        return rows.filter(state__in=EarlyWarning.LIVE if value == "live" else [value])


class WarningRuleFilter(FilterSet):
    """By words and kind."""

    q = SearchFilter("reason", "place__name__holds")
    kind = ChoiceFilter(label=_("All kinds of warnings"), choices=kinds)

    class Meta:
        model = WarningRule
        fields = ["q", "kind"]
