"""Taking a reviewer's decision back, as long as nothing has been built on it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from santong.domains.learning.resources.actions.drafting import latest, set_points
from santong.domains.learning.resources.actions.reviewing import REVIEW
from santong.domains.learning.resources.events import ResourceUnshared
from santong.domains.learning.resources.facts import about, apply_facts
from santong.domains.learning.resources.indexing import refresh
from santong.domains.learning.resources.models import NOWHERE, Resource, Review, Version
from santong.domains.learning.resources.places import reach_of
from santong.domains.learning.resources.telling import tell_no_more
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

State = Review.State


@dataclass(frozen=True)
class Before:
    """How a resource stood before a review was decided; JSON keeps it until somebody takes the decision back.

    `replaced` is the number of the version that was admitted then (0: none).
    """

    review: int
    status: str
    level: str
    version: int
    replaced: int
    version_state: str
    data: dict[str, Any]

    @classmethod
    def of(cls, review: Review) -> Before:
        """As it stands now, to be noted before the decision."""
        resource = Resource.objects.noted([review.resource_id]).get()
        version = resource.versions.get(number=review.version)
        others = resource.versions.filter(state=Version.State.ADMITTED).exclude(pk=version.pk)
        replaced = others.values_list("number", flat=True).first() or 0
        state, version_state = resource.status, version.state
        return cls(review.pk, state, resource.level, resource.version, replaced, version_state, version.data)

    def payload(self) -> dict[str, Any]:
        return asdict(self)


def reconsider(*, acting: Viewer, before: Before) -> Review:
    """Let a review that the viewer decided wait again, with its answers and remarks as they were."""
    with transaction.atomic(), named("resources.reconsider"):
        review = Review.objects.noted([before.review]).select_for_update().get()
        resource = Resource.objects.noted([review.resource_id]).select_for_update().get()
        acting.demand(REVIEW, review.path)
        _refuse_built_upon(acting, review, resource, before)
        was_admitted = review.state == State.ADMITTED
        if was_admitted:
            _close_following(resource)
            _take_out(resource, review, before)
        _set_version(resource, review, before)
        resource.save()
        review.state, review.reviewer_id, review.decided_at = State.WAITING, None, None
        review.save()
        refresh([resource])
        tell_no_more(review)
        if was_admitted:
            emit(
                ResourceUnshared(
                    resource.pk, acting.person_id or 0, resource.title, level=review.level, **about(resource)
                )
            )
    return review


def _refuse_built_upon(acting: Viewer, review: Review, resource: Resource, before: Before) -> None:
    if review.reviewer_id != acting.person_id or review.state not in (State.ADMITTED, State.RETURNED):
        raise NotPossible(_("Only your own last decision can be taken back."))
    later = Review.objects.belonging_to(resource=resource).filter(pk__gt=review.pk).exclude(state=State.WAITING)
    version = latest(resource)
    changed = version.number != review.version or version.data != before.data
    if later.exists() or changed or (review.state == State.RETURNED and version.state != Version.State.RETURNED):
        raise NotPossible(_("The author or another level has gone on with it since. It stays as decided."))
    if review.state == State.ADMITTED and (resource.status, resource.level) != (
        Resource.Status.ADMITTED,
        review.level,
    ):
        raise NotPossible(_("It was withdrawn or admitted further since. It stays as decided."))


def _close_following(resource: Resource) -> None:
    """The next level no longer has to look at it."""
    waiting = Review.objects.belonging_to(resource=resource).filter(state=State.WAITING)
    waiting.update(state=State.CANCELLED)


def _take_out(resource: Resource, review: Review, before: Before) -> None:
    """What the resource says and how far it reaches, as before the admission."""
    replaced = resource.versions.filter(number=before.replaced).first()
    if replaced is not None:
        apply_facts(resource, replaced.data)
        set_points(resource, replaced.data.get("points", []))
    resource.version, resource.level, resource.status = before.version, before.level, before.status
    admitted = (
        replaced if before.version_state == Version.State.SUBMITTED else resource.versions.get(number=review.version)
    )
    resource.admitted_at = admitted.admitted_at if admitted else None
    resource.reach = reach_of(resource) if before.status == Resource.Status.ADMITTED else NOWHERE


def _set_version(resource: Resource, review: Review, before: Before) -> None:
    if review.state == State.ADMITTED and before.version_state == Version.State.SUBMITTED:
        resource.versions.filter(number=review.version).update(state=before.version_state, admitted_at=None)
        resource.versions.filter(number=before.replaced).update(state=Version.State.ADMITTED)
    elif review.state == State.RETURNED:
        resource.versions.filter(number=review.version).update(state=before.version_state)
        resource.status = before.status
