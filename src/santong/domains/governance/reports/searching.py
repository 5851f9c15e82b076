"""Rounds of reports in the command palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from santong.domains.governance.reports.models import VIEW, Round
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Rounds by words of what is asked for."""
    rows = Round.objects.visible_to(viewer, VIEW).filter(template__name__holds=query)
    for row in rows.select_related("template", "place").order_by("-first", "pk")[:limit]:
        yield SearchHit(str(row), reverse("reports:round", args=[row.pk]), subtitle=str(row.place), icon="report")
