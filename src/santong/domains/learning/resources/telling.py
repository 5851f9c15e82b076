"""What the author of a resource is told: how a review of it ended."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.events import ResourceReviewed
from santong.domains.learning.resources.models import Resource, Review
from santong.domains.platform.notices.public import take_back_told, tell

ADMITTED = _("Your resource was admitted: %(title)s")
GIVEN_BACK = _("Your resource was given back with remarks: %(title)s")


def tell_author(event: ResourceReviewed) -> None:
    """Tell the author what the reviewer decided."""
    resource = Resource.objects.noted([event.resource_id]).select_related("author").get()
    address = reverse("resources:resource", args=[resource.pk])
    title = ADMITTED if event.admitted else GIVEN_BACK
    key = _key(resource.pk, event.level)
    tell(resource.author, title, words={"title": event.title}, address=address, key=key, again=True)


def tell_no_more(review: Review) -> None:
    """The reviewer has taken the decision back, and with it the word to the author."""
    take_back_told(_key(review.resource_id, review.level))


def _key(resource_id: int, level: str) -> str:
    return f"review-{resource_id}-{level}"
