"""Filters of the lists of rooms, buildings and sites."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.places.models import Building, Room, Site
from santong.domains.campus.places.queries import in_use
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.pages import ChoiceFilter, FilterSet, SearchFilter


class RoomFilter(FilterSet):
    """By name, kind, use and who may book; rooms out of use are left away unless asked for."""

    q = SearchFilter("name", "building__name__holds", "home_class__name__holds", placeholder=_("Room, building, class"))
    kind = ChoiceFilter(label=_("All kinds"), choices=Room.Kind.choices)
    bookable = ChoiceFilter(label=_("Booked by anybody or nobody"), choices=Room.Bookable.choices)
    use = ChoiceFilter(
        label=_("Rooms in use"),
        choices=[("past", _("Out of use")), ("all", _("In use or not"))],
        method="by_use",
    )
    place = PlaceFilter()

    class Meta:
        model = Room
        fields = ["q", "kind", "bookable", "use", "place"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("use"):
            queryset = in_use(queryset, timezone.localdate())
        return super().filter_queryset(queryset)

    def by_use(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that aren't used today, or all."""
        today = timezone.localdate()
        return rows.exclude(pk__in=in_use(rows, today).values("pk")) if value == "past" else rows


class BuildingFilter(FilterSet):
    """By name and place."""

    q = SearchFilter("name", "site__name__holds")
    place = PlaceFilter()

    class Meta:
        model = Building
        fields = ["q", "place"]


class SiteFilter(FilterSet):
    """By name and place."""

    q = SearchFilter("name", "address")
    place = PlaceFilter()

    class Meta:
        model = Site
        fields = ["q", "place"]
