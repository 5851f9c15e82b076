"""Who brings a child up, asked by other modules."""

from __future__ import annotations

from collections.abc import Collection

from santong.domains.campus.students.models import Guardianship, Pupil
from santong.kit.access import Viewer


def is_guardian(viewer: Viewer, pupil: Pupil) -> bool:
    """Whether a viewer brings a pupil up."""
    if viewer.person_id is None:
        return False
    links = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    return links.filter(child_id=pupil.person_id).exists()


def guardians_of_all(pupils: Collection[Pupil]) -> list[int]:
    """The keys of those who bring these pupils up."""
    links = Guardianship.objects.noted([each.person_id for each in pupils], by="child_id").filter(ended_on=None)
    return sorted(set(links.values_list("guardian_id", flat=True)))
