"""Who an application belongs to: the one who applied, the child's guardians, or whoever came with receipt and code."""

from __future__ import annotations

from dataclasses import dataclass

from santong.domains.campus.enrolment.models import Application
from santong.domains.campus.students.public import Guardianship
from santong.kit.access import Viewer


@dataclass(frozen=True)
class Bearer(Viewer):
    """Nobody signed in, who has shown the receipt number and the code of one application."""

    application_id: int = 0


def is_family(viewer: Viewer, application: Application) -> bool:
    """Whether an application is the viewer's own."""
    if isinstance(viewer, Bearer):
        return viewer.application_id == application.pk
    if viewer.person_id is None:
        return False
    return viewer.person_id == application.applicant_id or _is_guardian(viewer, application)


def _is_guardian(viewer: Viewer, application: Application) -> bool:
    if application.child_id is None:
        return False
    rows = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
    return bool(rows.filter(child_id=application.child_id).exists())
