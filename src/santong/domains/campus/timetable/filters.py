"""Filters of the lists of timetables and of changed lessons."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.timetable.models import Change, Timetable
from santong.domains.platform.organisations.public import PlaceFilter
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

    class Meta:
        model = Change
        fields = ["q", "day", "kind", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("day"):
            queryset = queryset.filter(day__gte=timezone.localdate())
        return super().filter_queryset(queryset)

    def by_day(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of today, to come, over, or all."""
        today = timezone.localdate()
        days = {"today": {"day": today}, "coming": {"day__gte": today}, "past": {"day__lt": today}}
        return rows.filter(**days.get(value, {}))
