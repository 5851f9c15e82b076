"""Rounds of evaluation in the command palette."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from santong.domains.governance.evaluation.models import VIEW, EvaluationRound
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Rounds by words of their name."""
    rows = EvaluationRound.objects.visible_to(viewer, VIEW).filter(name__holds=query)
    for row in rows.select_related("place").order_by("-due", "pk")[:limit]:
        address = reverse("evaluation:evaluations-detail", args=[row.pk])
        yield SearchHit(row.name, address, subtitle=str(row.place), icon="clipboard-check")
