"""To whom places show, beside those who hold the permission above them: everybody who belongs to the school."""

from __future__ import annotations

from santong.kit.testing.planting import MEMBERS, Planting, holders


def _seen() -> frozenset[str]:
    return MEMBERS | holders("places.view")


PLANTING = Planting(
    how={"places.Room": lambda world, number: {"since": None, "until": None, "home_class": None}},
    seen_by=dict.fromkeys(("places.Site", "places.Building", "places.Room"), _seen),
)
