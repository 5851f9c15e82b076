"""Filters of the lists of dashboards, boundaries and big screens."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.governance.dashboards.models import Boundary, Dashboard, Wall
from santong.domains.governance.indicators.public import Level
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class DashboardFilter(FilterSet):
    """By words, level, and whose they are."""

    q = SearchFilter("name__holds", "note__holds", placeholder=_("Name or purpose"))
    level = ChoiceFilter(label=_("All levels"), choices=Level.choices)
    whose = ChoiceFilter(
        label=_("Of the platform and of bureaus"),
        choices=[("platform", _("Of the platform")), ("bureaus", _("Of bureaus"))],
        method="by_whose",
    )

    class Meta:
        model = Dashboard
        fields = ["q", "level", "whose"]

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that came with the product, or those of bureaus."""
        return rows.filter(path="") if value == "platform" else rows.exclude(path="")


class BoundaryFilter(FilterSet):
    """By words."""

    q = SearchFilter("place__name__holds", "source__holds", placeholder=_("Place or origin"))

    class Meta:
        model = Boundary
        fields = ["q"]


class WallFilter(FilterSet):
    """By words, and by what their devices do."""

    q = SearchFilter("name__holds", "place__name__holds", placeholder=_("Name or place"))
    state = ChoiceFilter(label=_("All states"), choices=Wall.State.choices)

    class Meta:
        model = Wall
        fields = ["q", "state"]
