"""Reads on pupils."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from santong.domains.campus.students.models import Pupil
from santong.kit.access import Viewer
from santong.kit.registry import SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Pupils by name, pinyin or initials, for the command palette."""
    word = query.lower().replace(" ", "")
    matching = Q(person__name__startswith=query) | Q(person__initials__startswith=word)
    if len(word) > 1 and word.isascii():
        matching |= Q(person__pinyin__startswith=query.lower())
    rows = Pupil.objects.visible_to(viewer).filter(matching, status__in=Pupil.PRESENT)
    for pupil in rows.select_related("person", "school", "school_class").order_by("path", "pk")[:limit]:
        place = pupil.school_class or pupil.school
        yield SearchHit(
            title=pupil.person.name,
            url=reverse("students:pupils-detail", args=[pupil.pk]),
            subtitle=f"{pupil.school.short_name or pupil.school.name} · {place.name}",
            icon="user",
        )
