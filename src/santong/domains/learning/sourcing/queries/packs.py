"""Packs with their numbers, and what could go into one."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.models import Entitlement, Pack, PackItem, PackUse, Seat
from santong.kit.access import Viewer, below

MOST = 60


def with_numbers(rows: QuerySet) -> QuerySet:
    """Packs with `resources`, `places`, `taken_seats` and `all_uses`."""
    return rows.annotate(
        resources=_counted(PackItem.objects.all()),
        places=_counted(Entitlement.objects.numbers_only()),
        taken_seats=_counted(Seat.objects.numbers_only()),
        all_uses=_of(PackUse.objects.numbers_only(), Sum("uses")),
    )


def _counted(rows: QuerySet) -> Coalesce:
    return _of(rows, Count("pk"))


def _of(rows: QuerySet, number: Any) -> Coalesce:
    numbers = rows.filter(pack=OuterRef("pk")).order_by().values("pack").annotate(n=number).values("n")
    return Coalesce(Subquery(numbers), 0, output_field=IntegerField())


def items_of(pack: Pack) -> list[Resource]:
    """The resources of a pack by title; whoever sees the pack sees what it holds."""
    rows = Resource.objects.belonging_to(pack_item__pack=pack).filter(status=Resource.Status.ADMITTED)
    return list(rows.select_related("organisation").order_by("subject", "title"))


def places_of(pack: Pack) -> list[Entitlement]:
    """The places entitled to a pack, in the order of the tree."""
    rows = Entitlement.objects.belonging_to(pack=pack)
    return list(rows.select_related("organisation").order_by("path"))


def seats_of(pack: Pack) -> QuerySet[Seat]:
    """Who sits where, for the keeper."""
    rows: QuerySet[Seat] = Seat.objects.belonging_to(pack=pack)
    return rows.select_related("person").order_by("pk")


def uses_of(pack: Pack) -> QuerySet[PackUse]:
    """How often each place used a pack, by month, the newest first; for the keeper."""
    rows: QuerySet[PackUse] = PackUse.objects.belonging_to(pack=pack)
    return rows.select_related("organisation")


def uses_by_place(pack: Pack) -> list[tuple[str, int]]:
    """How often each place used a pack in all, in the order of the tree; for the keeper."""
    rows = uses_of(pack).order_by().values("organisation__name", "path").annotate(n=Sum("uses"))
    return list(rows.order_by("path").values_list("organisation__name", "n"))


def candidates(viewer: Viewer, pack: Pack, text: str) -> list[Resource]:
    """Resources of the keeper's places that could go into a pack: in the library, in no pack, free."""
    rows = Resource.objects.visible_to(viewer).filter(below("path", pack.path), lock="")
    for word in text.split():
        rows = rows.filter(Q(title__holds=word) | Q(subject=word) | Q(source__holds=word))
    return list(rows.select_related("organisation").order_by("-pk")[:MOST])
