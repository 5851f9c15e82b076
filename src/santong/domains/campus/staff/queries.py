"""Reads on staff."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from santong.domains.campus.staff.models import Staff, Teaching
from santong.domains.platform.access.public import Taught
from santong.domains.platform.identity.public import called
from santong.kit.access import Viewer
from santong.kit.palette import SearchHit


def taught(person_id: int) -> Iterable[Taught]:
    """The subjects that a person teaches today, with their classes, for the modules of teaching."""
    rows = Teaching.objects.unscoped("asked for the person themselves").filter(
        staff__person=person_id, kind=Teaching.Kind.SUBJECT, until=None
    )
    for row in rows.select_related("school_class__parent__grade").order_by("path", "subject"):
        above = row.school_class.parent
        if above is None:  # a class stands below its grade; one that lost it teaches no grade
            continue
        grade = above.grade
        yield Taught(row.school_class_id, row.school_class.name, row.path, row.subject, grade.stage, grade.level)


def find(viewer: Viewer, query: str, limit: int) -> Iterable[SearchHit]:
    """Staff by name, pinyin or initials, for the command palette."""
    rows = Staff.objects.visible_to(viewer).filter(called(query, "person__"), status=Staff.Status.ACTIVE)
    for row in rows.select_related("person", "school").order_by("path", "pk")[:limit]:
        yield SearchHit(
            title=row.person.name,
            url=reverse("staff:staff-detail", args=[row.pk]),
            subtitle=f"{row.school.short_name or row.school.name} · {row.subjects}".strip(" ·"),
            icon="user",
        )
