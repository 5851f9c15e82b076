"""How the leak guard plants a request for somebody who is known elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from santong.kit.testing.planting import FIRST, SCHOOLS, STEP, Planting, World, holders

ADOPTED = 5
"""Offset of somebody whom another school asks for."""


def _adoption(world: World, number: int) -> Mapping[str, Any]:
    """Somebody of the other school of the county, whom an import of this one asks for: both may know."""
    school, home = SCHOOLS[number], SCHOOLS[number ^ 1]
    key = FIRST + number + ADOPTED * STEP
    adopted = world.person(key, "adopted", home, frozenset({key}), keeper=home, also=school)
    employment = {"subjects": [], "titles": [], "is_teacher": True, "on_establishment": None}
    return {
        "person": adopted,
        "child": None,
        "asked_by": None,
        "decided_by": None,
        "kind": "staff",
        "path": world.organisations[school].path,
        "home_path": world.organisations[home].path,
        "values": settings.FIELD_KEYS.seal_bytes(json.dumps(employment).encode(), "people.adoption"),
    }


PLANTING = Planting(
    how={"people.Adoption": _adoption},
    unmarked={"people.Adoption": "shown by the names of the person and the school"},
    seen_by={"people.Adoption": lambda: holders("adoptions.decide")},
)
