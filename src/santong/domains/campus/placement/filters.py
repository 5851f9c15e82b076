"""Filters of placements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.placement.models import Placement
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class PlacementFilter(FilterSet):
    """By grade or school, and state."""

    q = SearchFilter("grade__name", "school__name")
    state = ChoiceFilter(label=_("All statuses"), choices=Placement.State.choices)
    place = PlaceFilter()

    class Meta:
        model = Placement
        fields = ["q", "state", "place"]
