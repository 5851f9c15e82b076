"""The life of a resource between its author and its reviewers."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from santong.domains.learning.resources.actions.checking import (
    RESOURCE,
    demand_released,
    is_held,
    refuse_forbidden,
    texts_of,
)
from santong.domains.learning.resources.actions.drafting import demand_own, latest, set_points
from santong.domains.learning.resources.events import ResourceReviewed, ResourceShared, ResourceSubmitted
from santong.domains.learning.resources.facts import about, apply_facts
from santong.domains.learning.resources.indexing import refresh
from santong.domains.learning.resources.models import NOWHERE, Audience, Resource, Review, Version
from santong.domains.learning.resources.places import demand_oversight, next_level, reach_of
from santong.domains.learning.resources.problems import Unconfirmed
from santong.domains.learning.resources.telling import tell_brought_back, tell_taken_out
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.events import emit
from santong.kit.refusals import NotPossible

REVIEW = "resources.review"
CHECKLIST = ("correct", "fits", "rights", "quality", "opens")
"""What a reviewer confirms; the words stand in `forms.CHECKS`."""


def submit(*, acting: Viewer, resource: Resource) -> None:
    """Hand a version in; the first level that has to look at it gets it into its queue."""
    demand_own(resource, acting=acting)
    with transaction.atomic(), named("resources.submit"):
        version = latest(resource)
        _refuse_unready(resource, version)
        refuse_forbidden(texts_of(version), resource.path)
        version.state = Version.State.SUBMITTED
        version.save(update_fields=["state"])
        if not resource.was_admitted:
            resource.status = Resource.Status.SUBMITTED
            resource.save(update_fields=["status"])
        _ask(resource, version, first=True)
        is_held(RESOURCE, resource.pk)
        emit(ResourceSubmitted(resource.pk, resource.author_id, resource.title, **about(resource)))


def take_back(*, acting: Viewer, resource: Resource) -> None:
    """Take a version out of review again, to change it."""
    demand_own(resource, acting=acting)
    with transaction.atomic(), named("resources.take_back"):
        version = latest(resource)
        if version.state != Version.State.SUBMITTED:
            raise NotPossible(_("It isn't being reviewed."))
        version.state = Version.State.DRAFT
        version.save(update_fields=["state"])
        _waiting(resource).update(state=Review.State.CANCELLED)
        if not resource.was_admitted:
            resource.status = Resource.Status.DRAFT
            resource.save(update_fields=["status"])


def admit(*, acting: Viewer, review: Review, answers: Mapping[str, bool]) -> None:
    """Let a resource reach people, as far as the level of the review allows."""
    _demand_reviewer(acting, review)
    missing = [name for name in CHECKLIST if not answers.get(name)]
    if missing:
        raise Unconfirmed(missing)
    with transaction.atomic(), named("resources.admit"):
        resource = Resource.objects.noted([review.resource_id]).select_for_update().get()
        demand_released(resource)
        _decide(acting, review, Review.State.ADMITTED, answers=dict(answers))
        _publish(resource, review)
        refresh([resource])
        emit(
            ResourceReviewed(resource.pk, acting.person_id or 0, resource.title, review.level, True, **about(resource))
        )
        emit(ResourceShared(resource.pk, resource.author_id, resource.title, review.level, **about(resource)))


def give_back(*, acting: Viewer, review: Review, remarks: Mapping[str, str], answers: Mapping[str, bool]) -> None:
    """Return a version to its author, saying at which place what has to change."""
    _demand_reviewer(acting, review)
    said = {name: text.strip() for name, text in remarks.items() if text.strip()}
    if not said:
        raise NotPossible(_("Say what has to change, at least in one place."))
    with transaction.atomic(), named("resources.give_back"):
        resource = Resource.objects.noted([review.resource_id]).select_for_update().get()
        _decide(acting, review, Review.State.RETURNED, answers=dict(answers), remarks=said)
        resource.versions.filter(number=review.version, state=Version.State.SUBMITTED).update(
            state=Version.State.RETURNED
        )
        if not resource.was_admitted:
            resource.status = Resource.Status.RETURNED
            resource.save(update_fields=["status"])
        emit(
            ResourceReviewed(resource.pk, acting.person_id or 0, resource.title, review.level, False, **about(resource))
        )


def withdraw(*, acting: Viewer, resource: Resource, because: str) -> None:
    """Take an admitted resource out of the library: its author, or who oversees the level that let it in."""
    if resource.author_id != acting.person_id:
        demand_oversight(acting, resource)
    if resource.status != Resource.Status.ADMITTED:
        raise NotPossible(_("It isn't in the library."))
    with transaction.atomic(), named("resources.withdraw"):
        leave_library(resource, Resource.Status.WITHDRAWN, because)
        tell_taken_out(acting, resource)


def bring_back(*, acting: Viewer, resource: Resource) -> None:
    """Put a withdrawn resource back as it was: the author's undo, or a mistake of who oversees."""
    if resource.author_id != acting.person_id:
        demand_oversight(acting, resource)
    if resource.status != Resource.Status.WITHDRAWN or not resource.level:
        raise NotPossible(_("It wasn't withdrawn."))
    demand_released(resource)
    with transaction.atomic(), named("resources.bring_back"):
        resource.status, resource.withdrawn_because = Resource.Status.ADMITTED, ""
        resource.reach = reach_of(resource)
        resource.save()
        refresh([resource])
        tell_brought_back(resource)


def expire_old() -> int:
    """Take out of the library what was meant to be there until yesterday; how many that were."""
    rows = Resource.objects.unscoped("a job of the installation").filter(
        status=Resource.Status.ADMITTED, expires_on__lt=timezone.localdate()
    )
    with transaction.atomic(), named("resources.expire"):
        expired = list(rows)
        for resource in expired:
            leave_library(resource, Resource.Status.EXPIRED, "")
    return len(expired)


def leave_library(resource: Resource, status: str, because: str) -> None:
    """Nobody sees it any longer but its author; the caller's transaction and rights."""
    resource.status, resource.reach, resource.withdrawn_because = status, NOWHERE, because[:300]
    resource.save()
    _waiting(resource).update(state=Review.State.CANCELLED)
    refresh([resource])


def _publish(resource: Resource, review: Review) -> None:
    version = resource.versions.get(number=review.version)
    first = version.state == Version.State.SUBMITTED
    if first:
        resource.versions.filter(state=Version.State.ADMITTED).update(state=Version.State.REPLACED)
        version.state, version.admitted_at = Version.State.ADMITTED, timezone.now()
        version.save()
        apply_facts(resource, version.data)
        set_points(resource, version.data.get("points", []))
        resource.version, resource.admitted_at = version.number, version.admitted_at
    resource.level = review.level
    resource.status = Resource.Status.ADMITTED
    resource.reach = reach_of(resource)
    resource.save()
    _ask(resource, version, first=False)


def _ask(resource: Resource, version: Version, *, first: bool) -> None:
    """Put a version into the queue of who has to look at it next."""
    asked = Resource(organisation=resource.organisation, level="" if first else resource.level)
    apply_facts(asked, version.data)
    following = next_level(asked)
    if following is None:
        return
    level, place = following
    Review.objects.create(
        resource=resource,
        version=version.number,
        level=level,
        organisation=place,
        path=place.path,
        subject=version.data.get("subject", ""),
        stage=version.data.get("stage", ""),
        author_id=resource.author_id,
    )


def _refuse_unready(resource: Resource, version: Version) -> None:
    if not version.is_open:
        raise NotPossible(_("There is nothing new to hand in."))
    if version.data.get("audience", resource.audience) == Audience.PRIVATE:
        raise NotPossible(_("It is only for yourself. Choose with whom to share it, then hand it in."))
    missing = [name for name in ("title", "kind", "stage", "subject") if not version.data.get(name)]
    if missing:
        raise NotPossible(_("Title, kind, stage and subject are needed before it can be handed in."))
    if not version.parts.exists():
        raise NotPossible(_("Add at least one file before handing it in."))


def _demand_reviewer(acting: Viewer, review: Review) -> None:
    acting.demand(REVIEW, review.path)
    if review.author_id == acting.person_id:
        raise NotPossible(_("Nobody reviews their own work. Somebody else has to."))
    if review.state != Review.State.WAITING:
        raise NotPossible(_("Somebody has decided already."))


def _decide(
    acting: Viewer,
    review: Review,
    state: str,
    *,
    answers: dict[str, bool],
    remarks: dict[str, str] | None = None,
) -> None:
    fresh = Review.objects.locked_for_action(review)
    if fresh.state != Review.State.WAITING:
        raise NotPossible(_("Somebody has decided already."))
    review.state, review.answers, review.remarks = state, answers, remarks or {}
    review.reviewer_id, review.decided_at = acting.person_id, timezone.now()
    review.save()


def _waiting(resource: Resource):  # type: ignore[no-untyped-def]
    return Review.objects.belonging_to(resource=resource).filter(state=Review.State.WAITING)
