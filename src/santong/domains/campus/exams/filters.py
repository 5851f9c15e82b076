"""Filters of examinations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.models import Examination
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class ExaminationFilter(FilterSet):
    """By name or school, and state."""

    q = SearchFilter("name", "school__name")
    state = ChoiceFilter(label=_("All statuses"), choices=Examination.State.choices)
    place = PlaceFilter()

    class Meta:
        model = Examination
        fields = ["q", "state", "place"]
