"""Filters of organisation lists."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.codes.public import leaves
from santong.domains.platform.organisations.fields import PlaceFilter
from santong.domains.platform.organisations.models import Kind, Organisation, School, SchoolProfile, Stage
from santong.kit.access import below
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter

STATES = (("open", _("In operation")), ("closed", _("Closed or merged")))


class OrganisationFilter(FilterSet):
    """By name or code, kind, whether they are open, the stage of classes, and the place around them (its key)."""

    q = SearchFilter("name", "short_name", "code", placeholder=_("Name or code"))
    kind = ChoiceFilter(label=_("All kinds"), choices=Organisation.Kind.choices)
    state = ChoiceFilter(label=_("Open and closed"), choices=STATES, method="by_state")
    stage = ChoiceFilter(label=_("Classes of all stages"), choices=Stage.choices, field_name="parent__grade__stage")
    place = PlaceFilter()

    class Meta:
        model = Organisation
        fields = ["q", "kind", "state", "stage", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Classes would hide everything else: they are listed when they are asked for."""
        asked = self.form.cleaned_data
        rows = queryset if asked.get("kind") or asked.get("stage") else queryset.exclude(kind=Kind.CLASS)
        return super().filter_queryset(rows)

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return rows.open_on(today) if value == "open" else rows.closed_on(today)


def bureaus(request: Any) -> QuerySet[Organisation]:
    """The bureaus that the viewer may see."""
    rows = Organisation.objects.visible_to(request.viewer)
    return rows.filter(kind__in=(Kind.CITY_BUREAU, Kind.COUNTY_BUREAU)).order_by("path")


def school_types() -> list[tuple[str, str]]:
    """The types of schools, as choices."""
    return leaves("education_type")


class SchoolFilter(FilterSet):
    """By name or code, bureau, type, stage, ownership and whether the school is open."""

    q = SearchFilter("name", "short_name", "code", placeholder=_("Name or code"))
    county = django_filters.ModelChoiceFilter(
        label=_("All bureaus"), empty_label=_("All bureaus"), queryset=bureaus, method="by_county"
    )
    type = ChoiceFilter(field_name="school__education_type", label=_("All types"), choices=school_types)
    stage = ChoiceFilter(label=_("All stages"), choices=Stage.choices, method="by_stage")
    ownership = ChoiceFilter(
        field_name="school__ownership", label=_("Public and private"), choices=SchoolProfile.Ownership.choices
    )
    state = ChoiceFilter(label=_("Open and closed"), choices=STATES, method="by_state")

    class Meta:
        model = School
        fields = ["q", "county", "type", "stage", "ownership", "state"]

    def by_county(self, rows: Any, name: str, value: Organisation) -> QuerySet:
        return rows.filter(below("path", value.path))

    def by_stage(self, rows: Any, name: str, value: str) -> QuerySet:
        return rows.filter(school__stages__contains=f",{value},")

    def by_state(self, rows: Any, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return rows.closed_on(today) if value == "closed" else rows.exclude(valid_until__lt=today)
