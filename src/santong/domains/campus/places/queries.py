"""Reads on places."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from santong.domains.campus.places.models import Room
from santong.domains.platform.organisations.public import Organisation


def in_use(rows: QuerySet[Room], day: date) -> QuerySet[Room]:
    """Those of the rooms that are used on a day."""
    return rows.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


def rooms_of(school: Organisation, day: date) -> QuerySet[Room]:
    """The rooms that a school uses on a day, building by building."""
    rows = Room.objects.belonging_to(school=school).select_related("building")
    return in_use(rows, day).order_by("building__name", "floor", "name", "pk")


def room_of_class(school_class: Organisation) -> Room | None:
    """The room where a class has its lessons, None where none is noted."""
    return Room.objects.belonging_to(home_class=school_class).select_related("building").first()
