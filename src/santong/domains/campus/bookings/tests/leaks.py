"""How the leak guard plants bookings, and to whom they show: the staff of the school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.bookings.models import Thing
from santong.kit.testing.planting import FIRST, MEMBERS, SCHOOLS, Planting, World, holders


def _seen() -> frozenset[str]:
    return MEMBERS | holders("bookings.view")


def _booking(world: World, number: int) -> Mapping[str, Any]:
    """At a time of its own for every school, so that none meets another."""
    begins = timezone.now() + timedelta(days=number + 1)
    place = world.organisations[SCHOOLS[number]]
    key = 70_000 + FIRST + number
    thing, _new = Thing.objects.get_or_create(
        pk=key, defaults={"school": place, "path": place.path, "name": f"推车{number}"}
    )
    return {"room": None, "thing": thing, "begins": begins, "ends": begins + timedelta(hours=1), "request": None}


PLANTING = Planting(
    how={"bookings.Booking": _booking},
    # Whoever books tells the school's staff when a room is taken, and for what.
    published=frozenset({"bookings.Booking"}),
    seen_by=dict.fromkeys(("bookings.Thing", "bookings.Booking"), _seen),
)
