"""Reads: what is waiting, who was merged into whom."""

from __future__ import annotations

from santong.domains.platform.duplicates.models import PERMISSION, Merger, Suspicion
from santong.kit.access import Viewer


def open_suspicions(viewer: Viewer) -> int:
    """How many pairs wait for this viewer."""
    return Suspicion.objects.visible_to(viewer, PERMISSION).filter(state=Suspicion.State.OPEN).count()


def merged_into(person_id: int) -> list[int]:
    """The people who were found to be this one, and whose accounts are closed."""
    rows = Merger.objects.unscoped("who one was before").filter(kept_id=person_id, taken_back_at=None)
    return list(rows.values_list("dropped_id", flat=True))
