"""Filters of the lists of timetables and of changed lessons."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter

from santong.domains.campus.timetable.models import Change, SwapOffer, Timetable
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.http import day_of
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class TimetableFilter(FilterSet):
    """By words, status and place."""

    q = SearchFilter("name")
    state = ChoiceFilter(label=_("All statuses"), choices=Timetable.State.choices)
    place = PlaceFilter()

    class Meta:
        model = Timetable
        fields = ["q", "state", "place"]


class ChangeFilter(FilterSet):
    """By words, day, kind and place; today's and those to come unless others are asked for."""

    q = SearchFilter(
        "subject", "was_subject", "reason", "teacher__person__name__holds", "was_teacher__person__name__holds"
    )
    day = ChoiceFilter(
        label=_("Today and to come"),
        choices=[("today", _("Today")), ("coming", _("To come")), ("past", _("Over")), ("all", _("At any time"))],
        method="by_day",
    )
    kind = ChoiceFilter(label=_("All kinds"), choices=Change.Kind.choices)
    place = PlaceFilter()
    month = CharFilter(method="by_month", widget=forms.HiddenInput)

    class Meta:
        model = Change
        fields = ["q", "day", "kind", "place", "month"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        asked = self.form.cleaned_data
        if not asked.get("day") and not asked.get("month"):
            queryset = queryset.filter(day__gte=timezone.localdate())
        return super().filter_queryset(queryset)

    def by_month(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of a month (2026-11), as figures name it."""
        first = day_of(f"{value}-01")
        return rows.filter(day__year=first.year, day__month=first.month) if first is not None else rows.none()

    def by_day(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of today, to come, over, or all."""
        today = timezone.localdate()
        days = {"today": {"day": today}, "coming": {"day__gte": today}, "past": {"day__lt": today}}
        return rows.filter(**days.get(value, {}))


class SwapOfferFilter(FilterSet):
    """By words, status and place."""

    q = SearchFilter("subject", "other_subject", "asker__person__name__holds", "asked__person__name__holds")
    state = ChoiceFilter(label=_("All statuses"), choices=SwapOffer.State.choices)
    place = PlaceFilter()

    class Meta:
        model = SwapOffer
        fields = ["q", "state", "place"]
