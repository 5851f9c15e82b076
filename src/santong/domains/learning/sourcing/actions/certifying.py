"""Certifying resources, and taking certificates back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from santong.domains.learning.resources.public import Level, Resource, levels_above, set_certified
from santong.domains.learning.sourcing.actions.earning import reward_certificate, take_reward_back
from santong.domains.learning.sourcing.models import Certificate
from santong.domains.learning.sourcing.permissions import CERTIFY
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named
from santong.kit.refusals import NotPossible
from santong.kit.steps import Condition, Holds, step


def certifiers(viewer: Viewer, resource: Resource) -> list[tuple[Level, Organisation]]:
    """The levels at which a viewer may certify a resource: those that admitted it, as far as they serve there."""
    if resource.status != Resource.Status.ADMITTED or resource.author_id == viewer.person_id:
        return []
    admitted = Level(resource.level).rank
    ways = levels_above(resource.organisation)
    return [(level, place) for level, place in ways if level.rank <= admitted and viewer.can(CERTIFY, place.path)]


def certify(*, acting: Viewer, resource: Resource, level: str, reason: str) -> Certificate:
    """Say at a level that a resource is excellent; its author and school get the points for it."""
    places = {str(each): place for each, place in certifiers(acting, resource)}
    if level not in places:
        raise NotPossible(_("You can't certify it at this level: it has to be admitted there, and not be your own."))
    if not reason.strip():
        raise NotPossible(_("Say why it is excellent."))
    with transaction.atomic(), named("certificates.grant"):
        Resource.objects.locked_for_action(resource)
        there = Certificate.objects.belonging_to(resource=resource).filter(level=level, revoked_at=None)
        if there.exists():
            raise NotPossible(_("It is certified at this level already."))
        row = Certificate.objects.create(
            resource=resource, level=level, organisation=places[level], path=places[level].path,
            person_id=acting.person_id, reason=reason.strip()[:300],
        )  # fmt: skip
        _show(resource.pk)
        reward_certificate(certificate=row)
    return row


def _is_revoked(acting: Viewer, certificate: Certificate) -> bool:
    return certificate.revoked_at is not None


@step(
    Certificate,
    "certificates.revoke",
    who=Holds(CERTIFY),
    unless=(Condition(_is_revoked, gettext_lazy("It has been revoked already.")),),
    then=lambda acting, certificate: _show(certificate.resource_id),
)
def revoke(*, acting: Viewer, certificate: Certificate, reason: str) -> None:
    """Take a certificate back, and the points that it brought unless they have been spent."""
    if not reason.strip():
        raise NotPossible(_("Say why it is revoked."), field="reason")
    certificate.revoked_at, certificate.revoked_because = timezone.now(), reason.strip()[:300]
    take_reward_back(certificate=certificate, because=certificate.revoked_because, by=acting.person_id)


@revoke.back
def _certify_again(acting: Viewer, certificate: Certificate, result: None) -> None:
    """The points come back too."""
    rows = Certificate.objects.noted([certificate.resource_id], by="resource").filter(level=certificate.level)
    if rows.filter(revoked_at=None).exists():
        raise NotPossible(_("It is certified at this level already."))
    reward_certificate(certificate=certificate)


def _show(resource_id: int) -> None:
    """Let the resource bear the highest level at which it is certified."""
    rows = Certificate.objects.noted([resource_id], by="resource").filter(revoked_at=None)
    levels = [Level(level) for level in rows.values_list("level", flat=True)]
    set_certified(resource_id=resource_id, level=max(levels, key=lambda level: level.rank) if levels else "")
