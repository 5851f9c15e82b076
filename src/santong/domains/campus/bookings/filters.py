"""Filters of the lists of bookings and bookable things."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.bookings.models import Booking, Thing
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter


class BookingFilter(FilterSet):
    """By words, whose, when and status; those to come unless others are asked for."""

    q = SearchFilter("title", "room__name__holds", "room__building__name__holds", "thing__name__holds")
    whose = ChoiceFilter(label=_("Everybody's"), choices=[("mine", _("My own"))], method="by_whose")
    time = ChoiceFilter(label=_("To come"), choices=[("past", _("Over")), ("all", _("At any time"))], method="by_time")
    state = ChoiceFilter(label=_("All statuses"), choices=Booking.State.choices)
    room = KeyFilter(field_name="room", label=_("room"))
    thing = KeyFilter(field_name="thing", label=_("thing"))

    class Meta:
        model = Booking
        fields = ["q", "whose", "time", "state", "room", "thing"]

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.form.cleaned_data.get("time"):
            queryset = queryset.filter(ends__gt=timezone.now())
        return super().filter_queryset(queryset)

    def by_whose(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """The viewer's own."""
        return rows.filter(person_id=self.request.viewer.person_id)

    def by_time(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those that are over, or all."""
        return rows.filter(ends__lte=timezone.now()) if value == "past" else rows


class ThingFilter(FilterSet):
    """By name."""

    q = SearchFilter("name", "kept_at")

    class Meta:
        model = Thing
        fields = ["q"]
