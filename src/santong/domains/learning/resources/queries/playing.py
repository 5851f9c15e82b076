"""What a player shows: where one stopped, one's notes, the author's chapters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from santong.domains.learning.resources.models import (
    Collection,
    Licence,
    Mark,
    Part,
    Playing,
    Resource,
    Version,
)
from santong.domains.learning.resources.queries.finding import rows_of
from santong.domains.platform.files.public import Shown, show_several
from santong.kit.access import Viewer

CHAPTERS = "chapters are part of the resource that the viewer sees"
TO_COPY = frozenset((Licence.OWN, Licence.CC_BY, Licence.CC_BY_SA, Licence.CC_BY_NC_SA, Licence.PUBLIC))
"""Licences under which people may carry copies away. What was bought or permitted stays here."""


@dataclass(frozen=True)
class Step:
    """A resource with its files, as the classroom screen and an offline copy go through them."""

    resource: Resource
    files: list[Shown]
    note: str = ""


@dataclass(frozen=True)
class Place:
    """How far the viewer is in a file, with the notes they wrote there and its chapters."""

    at: float = 0
    is_complete: bool = False
    notes: list[Mark] = field(default_factory=list)
    chapters: list[Mark] = field(default_factory=list)


def may_be_copied(viewer: Viewer, resource: Resource) -> bool:
    """Whether the licence lets this viewer carry a copy away; authors always have their own."""
    return resource.licence in TO_COPY or resource.author_id == viewer.person_id


def place_of(viewer: Viewer, file_id: int) -> Place:
    """Two queries: the viewer's place, and the notes and chapters."""
    row = Playing.objects.visible_to(viewer).filter(file=file_id).first()
    seen = Q(kind=Mark.Kind.CHAPTER) | Q(person=viewer.person_id or 0)
    marks = list(Mark.objects.unscoped(CHAPTERS).filter(seen, file=file_id).order_by("at", "pk"))
    return Place(
        at=row.at if row and not row.is_complete else 0,
        is_complete=bool(row and row.is_complete),
        notes=[mark for mark in marks if mark.kind == Mark.Kind.NOTE],
        chapters=[mark for mark in marks if mark.kind == Mark.Kind.CHAPTER],
    )


def steps_of(viewer: Viewer, collection: Collection) -> list[Step]:
    """What a basket holds for this viewer, in its order."""
    items = {item.resource_id: item.note for item in collection.items.all()}
    return steps_for(viewer, rows_of(viewer, list(items)), items)


def steps_for(viewer: Viewer, resources: Iterable[Resource], notes: dict[int, str] | None = None) -> list[Step]:
    """Resources that the viewer sees, with the files of their admitted versions that they may read."""
    rows = list(resources)
    parts: dict[int, list[int]] = {row.pk: [] for row in rows}
    admitted = Part.objects.filter(version__resource__in=parts, version__state=Version.State.ADMITTED)
    for resource_id, file_id in admitted.order_by("order", "pk").values_list("version__resource", "file"):
        parts[resource_id].append(file_id)
    shown = show_several(viewer, [file for files in parts.values() for file in files])
    return [
        Step(row, [shown[file] for file in parts[row.pk] if file in shown], (notes or {}).get(row.pk, ""))
        for row in rows
    ]
