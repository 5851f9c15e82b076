"""What the command palette finds of documents."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from santong.domains.campus.documents.indexing import IN, OUT, found_keys
from santong.domains.campus.documents.models import Document, Incoming
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Outgoing and incoming documents that a viewer sees."""
    yield from _outgoing(viewer, query, limit)
    yield from _incoming(viewer, query, limit)


def _outgoing(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    keys = found_keys(viewer, query, OUT)[:limit]
    rows = {
        row.pk: row for row in Document.objects.visible_to(viewer).filter(pk__in=keys).select_related("number__series")
    }
    for key in keys:
        if row := rows.get(key):
            address = reverse("documents:documents-detail", args=[key])
            yield SearchHit(row.title, address, row.number_text or str(row.get_state_display()), "certificate")


def _incoming(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    keys = found_keys(viewer, query, IN)[:limit]
    rows = {row.pk: row for row in Incoming.objects.visible_to(viewer).filter(pk__in=keys)}
    for key in keys:
        if row := rows.get(key):
            yield SearchHit(row.title, reverse("documents:incoming-detail", args=[key]), row.sender, "inbox")
