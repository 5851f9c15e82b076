"""Who brings a child up, asked by other modules."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.kit.access import Viewer


def is_guardian(viewer: Viewer, pupil: Pupil) -> bool:
    """Whether a viewer brings a pupil up."""
    if viewer.person_id is None:
        return False
    links = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    return links.filter(child_id=pupil.person_id).exists()


def own_pupils(viewer: Viewer) -> QuerySet[Pupil]:
    """A pupil themself, for a parent the children whom they bring up; as far as they are at a school."""
    if viewer.category == "pupil":
        rows = Pupil.objects.of_acting(viewer).filter(person_id=viewer.person_id or 0)
    else:
        links = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id or 0, ended_on=None)
        rows = Pupil.objects.of_acting(viewer).filter(person_id__in=links.values("child_id"))
    found = rows.filter(status__in=Pupil.PRESENT).select_related("person", "school", "school_class")
    return found.order_by("person__birth_date", "pk")


def guardians_of_all(pupils: Collection[Pupil]) -> list[int]:
    """The keys of those who bring these pupils up."""
    links = Guardianship.objects.noted([each.person_id for each in pupils], by="child_id").filter(ended_on=None)
    return sorted(set(links.values_list("guardian_id", flat=True)))
