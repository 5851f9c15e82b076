"""Finding rules in the command palette."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from santong.domains.campus.rules.indexing import found_by
from santong.domains.campus.rules.models import READ, Regulation
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterator[SearchHit]:
    """Published rules by words, pinyin or initials."""
    if not viewer.can(READ):
        return
    keys = [hit.key for hit in found_by(viewer, query).hits[:limit]]
    rows = {row.pk: row for row in Regulation.objects.visible_to(viewer).filter(pk__in=keys).select_related("issuer")}
    for row in (rows[key] for key in keys if key in rows):
        yield SearchHit(row.title, reverse("rules:rules-detail", args=[row.pk]), str(row.issuer), "gavel")
