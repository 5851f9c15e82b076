"""Finding assets in the command palette."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from santong.domains.campus.assets.models import Asset
from santong.domains.campus.assets.panels import asset_address
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterator[SearchHit]:
    """By number or serial number as far as they are typed, or by what stands in the name."""
    exact = Q(number__startswith=query) | Q(serial__startswith=query) | Q(name__holds=query)
    rows = Asset.objects.visible_to(viewer).filter(exact, state__in=Asset.PRESENT)
    for row in rows.select_related("room__building").order_by("path", "pk")[:limit]:
        note = f"{row.number} · {row.room}" if row.room is not None else row.number
        yield SearchHit(row.name, asset_address(row), note, "package")
