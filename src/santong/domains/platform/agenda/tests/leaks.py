"""Own entries and feeds show to nobody but their owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.kit.testing.planting import NOBODY_ELSE, Planting, World


def _entry(world: World, number: int) -> Mapping[str, Any]:
    return {"rule": "", "excluded": [], "added": [], "zone": "", "uid": ""}


def _feed(world: World, number: int) -> Mapping[str, Any]:
    return {"kinds": ["own"], "way": "address", "revoked_at": None, "category": "staff"}


PLANTING = Planting(
    how={"agenda.PersonalEntry": _entry, "agenda.Feed": _feed},
    seen_by={"agenda.PersonalEntry": lambda: NOBODY_ELSE, "agenda.Feed": lambda: NOBODY_ELSE},
)
