"""The row rule of what belongs to a pupil: their family sees it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from santong.domains.campus.students.models.guardians import Guardianship
from santong.kit.access import NOTHING, Holder, Viewer


@dataclass(frozen=True)
class Family(Holder):
    """Rows about a child show to those who are its guardians today; `owner` names the field with the child's id."""

    def own(self, viewer: Viewer) -> Q:
        if viewer.person_id is None or not self.owner:
            return NOTHING
        children = Guardianship.objects.of_acting(viewer).filter(guardian_id=viewer.person_id, ended_on=None)
        return Q(**{f"{self.owner}__in": children.values("child_id")})
