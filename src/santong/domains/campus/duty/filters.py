"""Filters of the week plan and of shifts."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.duty.models import WEEK, PlanItem, Roster, Shift
from santong.domains.campus.duty.queries import at_home
from santong.domains.platform.calendars.public import monday_of
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.http import FIRST_YEAR, LAST_YEAR
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


class WeekFilter(django_filters.DateFilter):
    """The week of a day, which the address names and no field shows."""

    def __init__(self, **kwargs: Any) -> None:
        in_our_time = [MinValueValidator(date(FIRST_YEAR, 1, 1)), MaxValueValidator(date(LAST_YEAR, 1, 1))]
        super().__init__(widget=forms.HiddenInput, label=_("week"), validators=in_our_time, **kwargs)


class PlanFilter(FilterSet):
    """The week of a day, this one unless another is asked for; of one's own places unless of others."""

    q = SearchFilter("what", "where", "people")
    whose = ChoiceFilter(label=_("Our own"), choices=[("all", _("Also of places below"))], method="by_whose")
    day = WeekFilter(method="by_day")
    place = PlaceFilter()

    class Meta:
        model = PlanItem
        fields = ["q", "whose", "day", "place"]

    @property
    def monday(self) -> date:
        """The Monday of the week that is shown."""
        found = self.form.cleaned_data.get("day") if self.form.is_valid() else None
        return monday_of(found or timezone.localdate())

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        given = self.form.cleaned_data
        day = monday_of(given.get("day") or timezone.localdate())
        queryset = queryset.filter(day__gte=day, day__lt=day + WEEK)
        if not given.get("whose") and not given.get("place"):
            queryset = queryset.filter(path__in=at_home(self.request.viewer))
        return super().filter_queryset(queryset)

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of places below too: nothing to narrow."""
        return rows

    def by_day(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        """Done for all weeks in one place."""
        return rows


class ShiftFilter(FilterSet):
    """By words, whose and when; those to come unless others are asked for."""

    q = SearchFilter("person__name__holds", "roster__name__holds")
    whose = ChoiceFilter(label=_("Everybody's"), choices=[("mine", _("My own"))], method="by_whose")
    time = ChoiceFilter(
        label=_("From today on"),
        choices=[("today", _("Today")), ("past", _("Past")), ("all", _("At any time"))],
        method="by_time",
    )
    kind = ChoiceFilter(field_name="roster__kind", label=_("Day and night"), choices=Roster.Kind.choices)
    roster = KeyFilter(field_name="roster", label=_("duty"))
    place = PlaceFilter()

    class Meta:
        model = Shift
        fields = ["q", "whose", "time", "kind", "roster", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("time"):
            queryset = queryset.filter(day__gte=timezone.localdate())
        return super().filter_queryset(queryset)

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The viewer's own."""
        return rows.filter(person_id=self.request.viewer.person_id)

    def by_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Today's, those that are over, or all."""
        today = timezone.localdate()
        return rows.filter(day=today) if value == "today" else rows.filter(day__lt=today) if value == "past" else rows


class RosterFilter(FilterSet):
    """By name."""

    q = SearchFilter("name", "post")
    place = PlaceFilter()

    class Meta:
        model = Roster
        fields = ["q", "place"]
