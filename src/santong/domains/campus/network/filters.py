"""Filters of the lists of lines, tests and Wi-Fi."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.network.models import Coverage, Light, Link, SpeedTest
from santong.domains.campus.network.queries import ENDS_SOON
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class LinkFilter(FilterSet):
    """By words, operator, how they stand to the floor, and when contracts end."""

    q = SearchFilter("name", "school__name__holds", "note")
    operator = ChoiceFilter(label=_("All operators"), choices=Link.Operator.choices)
    light_down = ChoiceFilter(label=_("However they stand to the floor"), choices=Light.choices)
    ends = ChoiceFilter(
        label=_("Whenever contracts end"), choices=[("soon", _("Ends within 60 days")), ("over", _("Has ended"))],
        method="by_end",
    )  # fmt: skip
    place = PlaceFilter()

    class Meta:
        model = Link
        fields = ["q", "operator", "light_down", "ends", "place"]

    def by_end(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those whose contracts end soon, or have ended."""
        today = timezone.localdate()
        return rows.filter(until__lt=today) if value == "over" else rows.filter(until__range=(today, today + ENDS_SOON))


class SpeedTestFilter(FilterSet):
    """By words and place."""

    q = SearchFilter("where", "school__name__holds")
    place = PlaceFilter()

    class Meta:
        model = SpeedTest
        fields = ["q", "place"]


class CoverageFilter(FilterSet):
    """By words, state and how it is known."""

    q = SearchFilter("room__name__holds", "room__building__name__holds")
    state = ChoiceFilter(label=_("Covered or not"), choices=Coverage.State.choices)
    known = ChoiceFilter(label=_("However it is known"), choices=Coverage.Known.choices)
    place = PlaceFilter()

    class Meta:
        model = Coverage
        fields = ["q", "state", "known", "place"]
