"""Filters of rounds, districts and applications."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.enrolment.models import STAGES, Application, District, Evidence, Round
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter

CLEAN, LOOK = "clean", "look"


class RoundFilter(FilterSet):
    """By words, stage, state and place."""

    q = SearchFilter("title", "place__name")
    stage = ChoiceFilter(label=_("All stages"), choices=STAGES)
    state = ChoiceFilter(label=_("Any state"), choices=Round.State.choices)
    place = PlaceFilter()

    class Meta:
        model = Round
        fields = ["q", "stage", "state", "place"]


class DistrictFilter(FilterSet):
    """By street or school, stage and place."""

    q = SearchFilter("area", "school__name")
    stage = ChoiceFilter(label=_("All stages"), choices=STAGES)
    place = PlaceFilter()

    class Meta:
        model = District
        fields = ["q", "stage", "place"]


class ApplicationFilter(FilterSet):
    """By name or receipt number, state, evidence, round and place."""

    q = SearchFilter("name", "receipt")
    state = ChoiceFilter(label=_("Any state"), choices=Application.State.choices)
    evidence = ChoiceFilter(label=_("Any evidence"), choices=Evidence.choices, method="by_evidence")
    known = ChoiceFilter(
        label=_("Known or not"),
        choices=[(CLEAN, _("Children known to the region")), (LOOK, _("Look more closely"))],
        method="by_known",
    )
    round = KeyFilter(field_name="round", label=_("enrolment round"))
    place = PlaceFilter()

    class Meta:
        model = Application
        fields = ["q", "state", "evidence", "known", "round", "place"]

    def by_evidence(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that declare it."""
        return rows.filter(evidence__contains=f",{value},")

    def by_known(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Children known to the region without a double, or all others."""
        clean = Q(child__isnull=False, is_doubled=False)
        return rows.filter(clean if value == CLEAN else ~clean)
