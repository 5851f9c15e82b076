"""Requests that wait: for a viewer's decision, or about oneself."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from santong.domains.campus.people.kinds import AdoptionKind, kind_named
from santong.domains.campus.people.models import DECIDE, Adoption
from santong.kit.access import Viewer, below_any
from santong.kit.models import ScopedQuerySet
from santong.kit.registry import registry

BATCH = 500


def may_decide(acting: Viewer, adoption: Adoption) -> bool:
    """The person, or who may at the place that decides; never whoever asked."""
    if acting.person_id is None:
        return False
    if acting.person_id == adoption.person_id:
        return kind_named(adoption.kind).by_themselves
    is_other = acting.person_id != adoption.asked_by_id
    return is_other and bool(adoption.home_path) and acting.can(DECIDE, adoption.home_path)


def to_decide(viewer: Viewer) -> ScopedQuerySet:
    """The open requests about which the viewer decides for a place."""
    rows: ScopedQuerySet = Adoption.objects.visible_to(viewer, DECIDE)
    rows = rows.filter(below_any("home_path", viewer.paths(DECIDE)), state=Adoption.State.ASKED)
    return rows.exclude(Q(asked_by_id=viewer.person_id) & ~Q(asked_by=None))


def to_confirm_oneself(viewer: Viewer) -> ScopedQuerySet:
    """The open requests about the viewer that they decide themselves."""
    kinds = [kind.name for kind in registry.of(AdoptionKind) if kind.by_themselves]
    return about(viewer.person_id).filter(state=Adoption.State.ASKED, kind__in=kinds)


def about(person_id: int | None) -> ScopedQuerySet:
    """What schools have asked about a person, the latest first."""
    rows: ScopedQuerySet = Adoption.objects.unscoped("what is asked about oneself").filter(person_id=person_id)
    return rows.select_related("school", "child").order_by("-asked_at", "-pk")


def names_waiting(children: Iterable[int]) -> list[tuple[int, str]]:
    """By child the names of guardians who are asked for."""
    keys = sorted(set(children))
    rows = Adoption.objects.numbers_only().filter(state=Adoption.State.ASKED)
    return [
        pair
        for start in range(0, len(keys), BATCH)
        for pair in rows.filter(child_id__in=keys[start : start + BATCH]).values_list("child_id", "person__name")
    ]
