"""Indicators in the command palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from santong.domains.governance.indicators.models import VIEW, Indicator
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Published indicators by words of their names."""
    rows = Indicator.objects.visible_to(viewer, VIEW).filter(is_published=True, name__holds=query)
    for row in rows.order_by("code")[:limit]:
        yield SearchHit(row.name, reverse("indicators:indicator", args=[row.pk]), subtitle=row.code, icon="target")
