"""Who reviews where; the role follows from it."""

from __future__ import annotations

from django.db import transaction

from santong.domains.learning.resources.models import Reviewer
from santong.domains.platform.access.public import Fact, follow, unfollow
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer
from santong.kit.audit import named

APPOINT = "resources.appoint_reviewers"
ROLE = "resource_reviewer"


def assign_reviewer(
    *, acting: Viewer, person: Person, organisation: Organisation, subject: str = "", stage: str = ""
) -> Reviewer:
    """Let somebody review at an organisation, in one subject and stage or (left empty) in all."""
    acting.demand(APPOINT, organisation.path)
    with transaction.atomic(), named("resources.assign_reviewer"):
        row, _new = Reviewer.objects.keeping_unique().get_or_create(
            person=person,
            organisation=organisation,
            subject=subject,
            stage=stage,
            defaults={"path": organisation.path},
        )
        follow(ROLE, [_fact(row)])
    return row


def release_reviewer(*, acting: Viewer, reviewer: Reviewer) -> None:
    """No longer let somebody review; the role ends with the last of their assignments there."""
    acting.demand(APPOINT, reviewer.path)
    with transaction.atomic(), named("resources.release_reviewer"):
        fact, person, path = _fact(reviewer), reviewer.person, reviewer.path
        reviewer.delete()
        if not Reviewer.objects.belonging_to(person=person).filter(path=path).exists():
            unfollow(ROLE, [fact])


def _fact(row: Reviewer) -> Fact:
    return Fact(row.person_id, row.organisation_id, row.path)
