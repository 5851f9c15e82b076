"""Filters of the lists of screens, emergency messages and posts."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.public import Building
from santong.domains.campus.screens.models import SILENT_AFTER, VIEW, Alarm, Screen, ScreenPost, ScreenRules
from santong.domains.platform.organisations.public import PlaceFilter, schools_held
from santong.kit.http import Request
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter

SILENT, ON_LINE = "silent", "on_line"


def _buildings(request: Request | None) -> QuerySet[Building]:
    """The buildings of a viewer's own schools; of a whole city nobody chooses one by name."""
    if request is None:
        return Building.objects.none()
    schools = list(schools_held(request.viewer, VIEW).values_list("pk", flat=True)[:2])
    rows = Building.objects.visible_to(request.viewer).filter(school__in=schools)
    return rows.order_by("name") if len(schools) == 1 else rows.none()


class ScreenFilter(FilterSet):
    """By words, by what its panel does, and by building."""

    q = SearchFilter(
        "name", "school_class__name__holds", "room__name__holds", "room__building__name__holds",
        placeholder=_("Screen, class, room, building"),
    )  # fmt: skip
    panel = ChoiceFilter(
        label=_("All panels"),
        choices=[(SILENT, _("Silent")), (ON_LINE, _("On line")), (Screen.State.WAITING, _("Without a panel")),
                 (Screen.State.REVOKED, _("Panel locked out"))],
        method="by_panel",
    )  # fmt: skip
    shows = ChoiceFilter(field_name="place", label=_("Classes, rooms and halls"), choices=Screen.Place.choices)
    building = django_filters.ModelChoiceFilter(
        field_name="room__building", queryset=_buildings, label=_("All buildings"), empty_label=_("All buildings")
    )
    place = PlaceFilter()

    class Meta:
        model = Screen
        fields = ["q", "panel", "shows", "building", "place"]

    def by_panel(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Paired ones by when they were heard of last, others by their state."""
        if value not in (SILENT, ON_LINE):
            return rows.filter(state=value)
        since = timezone.now() - SILENT_AFTER
        paired = rows.filter(state=Screen.State.PAIRED)
        if value == ON_LINE:
            return paired.filter(last_seen__gte=since)
        return paired.filter(Q(last_seen=None) | Q(last_seen__lt=since))


class AlarmFilter(FilterSet):
    """By words and place."""

    q = SearchFilter("text")
    place = PlaceFilter()

    class Meta:
        model = Alarm
        fields = ["q", "place"]


class PostFilter(FilterSet):
    """By words, kind, and whether it is shown now; what is over is left away unless asked for."""

    q = SearchFilter("title", "text", "organisation__name__holds")
    kind = ChoiceFilter(label=_("All kinds"), choices=ScreenPost.Kind.choices)
    time = ChoiceFilter(
        label=_("Now and to come"), choices=[("past", _("Past")), ("all", _("At any time"))], method="by_time"
    )
    place = PlaceFilter()

    class Meta:
        model = ScreenPost
        fields = ["q", "kind", "time", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("time"):
            queryset = queryset.filter(until__gte=timezone.localdate())
        return super().filter_queryset(queryset)

    def by_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that are over, or all."""
        return rows.filter(until__lt=timezone.localdate()) if value == "past" else rows


class RulesFilter(FilterSet):
    """By school."""

    q = SearchFilter("school__name__holds")
    place = PlaceFilter()

    class Meta:
        model = ScreenRules
        fields = ["q", "place"]
