"""Changing what brings points."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from santong.domains.learning.sourcing.models import Rule
from santong.domains.learning.sourcing.permissions import OVERSEE_POINTS
from santong.domains.learning.sourcing.rules import BY_NAME
from santong.kit.access import Viewer
from santong.kit.audit import named


def change_rules(*, acting: Viewer, rewards: Mapping[str, tuple[int, int]]) -> None:
    """Set for occasions what they bring author and school from now on; what was given stays given."""
    acting.demand(OVERSEE_POINTS)
    with transaction.atomic(), named("points.rules"):
        for name, (person, school) in rewards.items():
            if name not in BY_NAME:
                raise KeyError(name)
            Rule.objects.update_or_create(occasion=name, defaults={"person_points": person, "school_points": school})
