"""What people are told about a resource: its author how a review ended, whoever complained what was decided."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from santong.domains.learning.resources.events import ResourceReviewed
from santong.domains.learning.resources.models import Complaint, Resource, Review
from santong.domains.platform.notices.public import ANSWER, take_back_told, tell
from santong.kit.access import Viewer

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


TAKEN_OUT = _("Your resource was taken out of the library: %(title)s")


def tell_taken_out(acting: Viewer, resource: Resource) -> None:
    """Tell an author that somebody else took their resource out of the library."""
    if resource.author_id != acting.person_id:
        address, key = reverse("resources:resource", args=[resource.pk]), f"taken-out-{resource.pk}"
        tell(resource.author, TAKEN_OUT, words={"title": resource.title}, address=address, key=key, again=True)


def tell_brought_back(resource: Resource) -> None:
    """It is in the library again."""
    take_back_told(f"taken-out-{resource.pk}")


ANSWERS = {
    Complaint.State.UPHELD: _("Your complaint was upheld: %(title)s"),
    Complaint.State.REJECTED: _("Your complaint was looked at and not upheld: %(title)s"),
}


def tell_complainer(acting: Viewer, complaint: Complaint) -> None:
    """Tell whoever complained what was decided; take that back when the decision is."""
    key, state = f"complaint-{complaint.pk}", Complaint.State(complaint.state)
    if state not in ANSWERS:
        take_back_told(key)
    elif complaint.person_id != acting.person_id:
        words, address = {"title": complaint.resource.title}, reverse("resources:complaint", args=[complaint.pk])
        tell(complaint.person, ANSWERS[state], words=words, address=address, key=key, kind=ANSWER)


def _key(resource_id: int, level: str) -> str:
    return f"review-{resource_id}-{level}"
