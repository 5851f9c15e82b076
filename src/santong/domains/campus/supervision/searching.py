"""Finding supervised tasks in the command palette."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from santong.domains.campus.supervision.models import Assignment
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterator[SearchHit]:
    """Open assignments by the title of their task."""
    rows = Assignment.objects.visible_to(viewer).filter(state__in=Assignment.OPEN, task__title__holds=query)
    for row in rows.select_related("task", "organisation").order_by("due", "pk")[:limit]:
        address = reverse("supervision:supervision-detail", args=[row.pk])
        yield SearchHit(row.task.title, address, str(row.organisation), "flag")
