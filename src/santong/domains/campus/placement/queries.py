"""Reads on placements: the list, the classes with who is in them, how equal they are, one's own children."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from santong.domains.campus.placement.models import KEEP, SUBJECTS, Pair, PlacedPupil, Placement, PlacementClass
from santong.domains.campus.students.public import Pupil
from santong.domains.platform.organisations.public import Organisation, classes_of
from santong.kit.access import Viewer


def candidates(grade: Organisation, school: Organisation, whom: str) -> QuerySet[Pupil]:
    """The pupils on the roll whom a placement is about."""
    rows = Pupil.objects.inside(grade if whom == Placement.Whom.GRADE else school)
    rows = rows.filter(status__in=Pupil.PRESENT, school=school)
    if whom == Placement.Whom.NEW:
        rows = rows.filter(school_class=None)
    found: QuerySet[Pupil] = rows.select_related("person").order_by("pk")
    return found


def classes_to_fill(grade: Organisation) -> list[Organisation]:
    """The open classes of a grade, in order of their numbers."""
    return list(classes_of(grade))


def pupils_of(placement: Placement) -> QuerySet[PlacedPupil]:
    """Everybody on the list, by code."""
    rows = PlacedPupil.objects.belonging_to(placement=placement)
    found: QuerySet[PlacedPupil] = rows.select_related("pupil__person", "school_class").order_by("code")
    return found


def pairs_of(placement: Placement) -> QuerySet[Pair]:
    """Who stays together, and who is kept apart."""
    rows = Pair.objects.belonging_to(placement=placement)
    found: QuerySet[Pair] = rows.select_related("one__pupil__person", "other__pupil__person").order_by("kind", "pk")
    return found


def own_children(viewer: Viewer, placement: Placement) -> list[PlacedPupil]:
    """The viewer's children on the list, or the viewer; nobody for whoever keeps it."""
    if viewer.can(KEEP, placement.path):
        return []
    rows = PlacedPupil.objects.visible_to(viewer).filter(placement=placement)
    return list(rows.select_related("pupil__person", "school_class").order_by("code"))


def late_candidates(placement: Placement) -> QuerySet[Pupil]:
    """Pupils of the school in no class who aren't on the list."""
    on_list = PlacedPupil.objects.belonging_to(placement=placement).values("pupil")
    return candidates(placement.grade, placement.school, Placement.Whom.NEW).exclude(pk__in=on_list)


@dataclass
class ClassDrawn:
    """A class with those in it, and what was made equal."""

    name: str
    pupils: list[PlacedPupil]

    @property
    def girls(self) -> int:
        """How many girls."""
        return sum(each.sex == "2" for each in self.pupils)

    @property
    def boys(self) -> int:
        """How many boys."""
        return sum(each.sex == "1" for each in self.pupils)

    @property
    def boarders(self) -> int:
        """How many board."""
        return sum(each.is_boarder for each in self.pupils)

    @property
    def means(self) -> list[Decimal | None]:
        """The mean of each subject; None without results."""
        return [_mean([getattr(each, name) for each in self.pupils]) for name in SUBJECTS]


def _mean(results: Sequence[Decimal | None]) -> Decimal | None:
    known = [each for each in results if each is not None]
    return sum(known, Decimal()) / len(known) if known else None


def classes_drawn(placement: Placement) -> list[ClassDrawn]:
    """The classes in order, with the pupils whom the lots put there."""
    by_class: dict[int | None, list[PlacedPupil]] = {}
    for row in pupils_of(placement):
        by_class.setdefault(row.school_class_id, []).append(row)
    rows = PlacementClass.objects.belonging_to(placement=placement).select_related("school_class")
    return [ClassDrawn(str(each.school_class), by_class.get(each.school_class_id, [])) for each in rows]


def subjects_with_results(placement: Placement) -> list[Any]:
    """The names of the subjects of which there are results, None for those without."""
    rows = PlacedPupil.objects.belonging_to(placement=placement)
    fields = [PlacedPupil._meta.get_field(name) for name in SUBJECTS]
    return [field.verbose_name if rows.exclude(**{field.name: None}).exists() else None for field in fields]  # type: ignore[union-attr]


def grades_to_place(viewer: Viewer) -> QuerySet[Organisation]:
    """The open grades where a viewer may begin a placement."""
    rows = Organisation.objects.visible_to(viewer, KEEP).filter(kind=Organisation.Kind.GRADE)
    found: QuerySet[Organisation] = rows.open_on(timezone.localdate()).order_by("path")
    return found
