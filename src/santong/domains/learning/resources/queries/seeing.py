"""Who may open a resource."""

from __future__ import annotations

from django.db.models import Q

from santong.domains.learning.resources.models import Resource, Review
from santong.kit.access import Viewer


def resource_for(viewer: Viewer, pk: int) -> Resource | None:
    """A resource that the viewer may open: in the library, their own, or waiting for their review."""
    rows = Resource.objects.unscoped("who reviews it sees it").select_related(
        "organisation", "textbook", "node__parent", "author", "audience_place"
    )
    scope = Resource.scope
    waiting = Review.objects.visible_to(viewer, "resources.review").filter(state=Review.State.WAITING)
    visible = scope.rows(viewer) | scope.own(viewer) | Q(pk__in=waiting.filter(resource=pk).values("resource"))
    found: Resource | None = rows.filter(visible, pk=pk).first()
    return found
