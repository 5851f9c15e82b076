"""Who may open a resource."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from santong.domains.learning.resources.models import Resource, Review
from santong.kit.access import Viewer


def openable(viewer: Viewer) -> QuerySet[Any]:
    """The resources that the viewer may open: in the library, their own, or waiting for their review."""
    waiting = Review.objects.visible_to(viewer, "resources.review").filter(state=Review.State.WAITING)
    scope = Resource.scope
    visible = scope.rows(viewer) | scope.own(viewer) | Q(pk__in=waiting.values("resource"))
    found: QuerySet[Any] = Resource.objects.unscoped("who reviews it sees it").filter(visible)
    return found


def resource_for(viewer: Viewer, pk: int) -> Resource | None:
    """A resource that the viewer may open."""
    rows = openable(viewer).select_related("organisation", "textbook", "node__parent", "author", "audience_place")
    found: Resource | None = rows.filter(pk=pk).first()
    return found


def objection_to_comments(viewer: Viewer, resource: Resource) -> str:
    """Why nothing can be said about a resource; "" when it is in the library."""
    if resource.status == Resource.Status.ADMITTED:
        return ""
    return _("Comments are possible once it is in the library.")
