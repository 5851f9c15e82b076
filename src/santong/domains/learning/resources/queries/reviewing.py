"""What waits for review, for whom."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from santong.domains.learning.resources.models import Review, Reviewer
from santong.kit.access import Viewer

REVIEW = "resources.review"
OFFICERS = "resources.oversee"


def queue(viewer: Viewer) -> QuerySet[Review]:
    """The reviews that the viewer may decide: at their places, in their subjects, never of their own work.

    Who oversees a place reviews every subject there.
    """
    rows = Review.objects.visible_to(viewer, REVIEW).filter(state=Review.State.WAITING)
    found: QuerySet[Review] = rows.exclude(author_id=viewer.person_id or 0).filter(_subjects(viewer))
    return found.select_related("resource__organisation", "resource__textbook", "organisation").order_by(
        "asked_at", "pk"
    )


def _subjects(viewer: Viewer) -> Q:
    same_subject = Q(subject="") | Q(subject=OuterRef("subject"))
    same_stage = Q(stage="") | Q(stage=OuterRef("stage"))
    rows = Reviewer.objects.of_acting(viewer)
    assigned = rows.filter(same_subject, same_stage, path=OuterRef("path"))
    return Q(path__in=viewer.paths(OFFICERS)) | Q(Exists(assigned))
