"""Figures in the command palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from santong.domains.platform.figures.queries import measures_for
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Measures by their name and other words for them."""
    asked = query.casefold()
    found = [each for each in measures_for(viewer) if asked in f"{each.label} {each.words}".casefold()]
    for each in found[:limit]:
        address = reverse("figures:measure", args=[each.name])
        yield SearchHit(str(each.label), address, subtitle=str(each.says), icon="chart-line")
