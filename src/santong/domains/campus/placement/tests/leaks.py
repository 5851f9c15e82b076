"""How the leak guard plants placements: published ones show to the school, rows of pupils to keepers and families."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.domains.campus.placement.models import PlacedPupil
from santong.kit.testing.planting import FIRST, MEMBERS, SCHOOLS, STEP, Planting, World, holders


def _placement(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "published", "secret_cipher": "", "published_at": timezone.now(), "drawn_at": None}


def _pair(world: World, number: int) -> Mapping[str, Any]:
    """The second pupil of the school is the other one of the two."""
    key = FIRST + number + 3 * STEP
    path = world.organisations[SCHOOLS[number]].path
    other, _new = PlacedPupil.objects.get_or_create(
        pk=key, defaults={"placement_id": FIRST + number, "pupil_id": key, "path": path, "code": f"9{number}"}
    )
    return {"other": other}


def _looking_on() -> frozenset[str]:
    return MEMBERS | holders("placement.view")


def _keeping() -> frozenset[str]:
    return holders("placement.keep")


PLANTING = Planting(
    how={"placement.Placement": _placement, "placement.Pair": _pair},
    of_class=frozenset({"placement.PlacedPupil"}),
    unmarked={"placement.PlacementClass": "a class in an order; the class has a name of its own"},
    # Codes say nothing of whom they are of; that is what they are for.
    published=frozenset({"placement.PlacedPupil"}),
    seen_by={
        "placement.Placement": _looking_on,
        "placement.PlacementClass": _looking_on,
        "placement.PlacedPupil": lambda: _looking_on() | _keeping(),
        "placement.Pair": _keeping,
    },
)
