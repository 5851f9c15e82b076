"""Reads: what is waiting, who was merged into whom."""

from __future__ import annotations

from django.db.models import Q

from santong.domains.platform.duplicates.models import PERMISSION, Merger, Suspicion
from santong.kit.access import Viewer
from santong.kit.models import ScopedQuerySet


def to_look_at(viewer: Viewer) -> ScopedQuerySet:
    """The pairs that wait for this viewer."""
    rows: ScopedQuerySet = Suspicion.objects.visible_to(viewer, PERMISSION)
    return rows.filter(state=Suspicion.State.OPEN)


def open_suspicions(viewer: Viewer) -> int:
    """How many pairs wait for this viewer."""
    return to_look_at(viewer).count()


def one_person(person_id: int) -> frozenset[int]:
    """Every account of the person behind one: itself, and those with which it was merged, over any number of steps."""
    people, fresh = {person_id}, {person_id}
    while fresh:
        rows = Merger.objects.unscoped("who is one person").filter(
            Q(kept_id__in=fresh) | Q(dropped_id__in=fresh), taken_back_at=None
        )
        fresh = {key for pair in rows.values_list("kept_id", "dropped_id") for key in pair} - people
        people |= fresh
    return frozenset(people)
