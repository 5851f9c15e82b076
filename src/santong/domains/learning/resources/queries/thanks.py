"""What came back to an author: use, ratings, lessons that took their work in, and what people wrote."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from santong.domains.learning.resources.models import CollectionItem, Resource
from santong.domains.platform.discussion.public import Comment, comments_on
from santong.kit.access import Viewer

LATEST = 5


@dataclass(frozen=True)
class Thanks:
    """In numbers, and the newest comments of others."""

    admitted: int
    uses: int
    raters: int
    stars: int
    taken: int
    comments: list[tuple[Comment, str]]
    """Each with the title of the resource."""

    @property
    def rating(self) -> float | None:
        """Mean stars, to one place; None before anybody has rated."""
        return round(self.stars / self.raters, 1) if self.raters else None


def thanks_to(viewer: Viewer) -> Thanks:
    """For everything that the viewer has made."""
    author = viewer.person_id or 0
    rows = Resource.objects.of_acting(viewer)
    sums = rows.aggregate(
        admitted=Count("pk", filter=Q(status=Resource.Status.ADMITTED)),
        uses=Sum("uses", default=0), raters=Sum("raters", default=0), stars=Sum("stars", default=0),
    )  # fmt: skip
    items = CollectionItem.objects.filter(resource__author=author, collection__removed_at=None)
    titles = dict(rows.values_list("pk", "title"))
    shown = comments_on(Resource, titles).filter(kind=Comment.Kind.COMMENT).exclude(person=author)
    comments = [(each, titles[each.object_id]) for each in shown.select_related("person").order_by("-pk")[:LATEST]]
    return Thanks(**sums, taken=items.exclude(collection__person=author).count(), comments=comments)
