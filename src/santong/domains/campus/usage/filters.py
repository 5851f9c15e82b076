"""Filters of the lists of devices, rooms, lessons, orders and rules."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.usage.models import SILENT_AFTER, LessonUse, NightRule, Order, RoomUse, Terminal
from santong.domains.platform.organisations.public import PlaceFilter
from santong.kit.forms import DateInput
from santong.kit.http import day_of
from santong.kit.pages import ChoiceFilter, FilterSet, KeyFilter, SearchFilter

STANDINGS = (
    ("online", _("Online")), ("off", _("Powered off")), ("silent", _("Silent")), ("broken", _("Broken")),
)  # fmt: skip
LOW = 50
RATES = (("low", _("Used in less than half of the lessons")), ("unknown", _("With lessons not known")))


class TerminalFilter(FilterSet):
    """By words, standing, kind, room and place (their keys)."""

    q = SearchFilter("name", "room__name", "room__building__name")
    standing = ChoiceFilter(label=_("Online or not"), choices=STANDINGS, method="by_standing")
    kind = ChoiceFilter(label=_("All kinds of devices"), choices=Terminal.Kind.choices)
    room = KeyFilter(label=_("room"))
    place = PlaceFilter()

    class Meta:
        model = Terminal
        fields = ["q", "standing", "kind", "room", "place"]

    def by_standing(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those online, switched off, silent, or broken."""
        there = Q(now__gone_at=None, now__seen_at__gt=timezone.now() - SILENT_AFTER)
        return rows.filter(
            {
                "online": there & Q(now__off_since=None),
                "off": Q(now__off_since__isnull=False),
                "silent": ~there & Q(now__off_since=None),
                "broken": ~Q(now__fault=""),
            }[value]
        )


class RoomUseFilter(FilterSet):
    """By words, rate, and place (its key)."""

    q = SearchFilter("room__name", "room__building__name")
    rate = ChoiceFilter(label=_("All rates of use"), choices=RATES, method="by_rate")
    place = PlaceFilter()

    class Meta:
        model = RoomUse
        fields = ["q", "rate", "place"]

    def by_rate(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those used little, or of which something isn't known."""
        return rows.filter(share__lt=LOW) if value == "low" else rows.filter(unknown__gt=0)


class LessonUseFilter(FilterSet):
    """By what is known of the use, days, room and place (their keys)."""

    verdict = ChoiceFilter(label=_("Used or not"), choices=LessonUse.Verdict.choices)
    since = django_filters.DateFilter("day", "gte", label=_("From day"), widget=DateInput())
    until = django_filters.DateFilter("day", "lte", label=_("Up to day"), widget=DateInput())
    room = KeyFilter(label=_("room"))
    place = PlaceFilter()
    month = django_filters.CharFilter(method="by_month", widget=forms.HiddenInput)

    class Meta:
        model = LessonUse
        fields = ["verdict", "since", "until", "room", "place", "month"]

    def by_month(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        """Those of a month (2026-11), as figures name it."""
        first = day_of(f"{value}-01")
        return rows.filter(day__year=first.year, day__month=first.month) if first is not None else rows.none()


class OrderFilter(FilterSet):
    """By what was ordered, and place (its key)."""

    do = ChoiceFilter(label=_("All orders"), choices=Order.Do.choices)
    place = PlaceFilter()

    class Meta:
        model = Order
        fields = ["do", "place"]


class NightRuleFilter(FilterSet):
    """By place."""

    place = PlaceFilter()

    class Meta:
        model = NightRule
        fields = ["place"]
