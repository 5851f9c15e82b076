"""Reads on pupils."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.platform.identity.public import called
from santong.kit.access import Viewer
from santong.kit.registry import Label, SearchHit


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Pupils by name, pinyin or initials, for the command palette."""
    matching = called(query.replace(" ", ""), "person__")
    rows = Pupil.objects.visible_to(viewer).filter(matching, status__in=Pupil.PRESENT)
    for pupil in rows.select_related("person", "school", "school_class").order_by("path", "pk")[:limit]:
        place = pupil.school_class or pupil.school
        yield SearchHit(
            title=pupil.person.name,
            url=reverse("students:pupils-detail", args=[pupil.pk]),
            subtitle=f"{pupil.school.short_name or pupil.school.name} · {place.name}",
            icon="user",
        )


def kin_of(person_id: int) -> Iterator[tuple[int, Label]]:
    """The guardians who see a child for being its guardians, with the relation."""
    links = Guardianship.objects.unscoped("the page that says who sees a person").filter(
        child_id=person_id, ended_on=None
    )
    for link in links:
        yield link.guardian_id, format_lazy("{} · {}", _("Guardian of this child"), link.get_relation_display())
