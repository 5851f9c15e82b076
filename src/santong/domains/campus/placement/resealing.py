"""Sealing the secrets of draws anew with the newest key."""

from __future__ import annotations

from santong.domains.campus.placement.models import Placement


def reseal() -> int:
    """Secrets of published placements; returns how many had an older key."""
    return Placement.reseal(Placement.with_removed.by_installation())
