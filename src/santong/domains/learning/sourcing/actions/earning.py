"""Points for what was shared."""

from __future__ import annotations

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.actions.ledger import account_of, post
from santong.domains.learning.sourcing.models import Certificate, Transaction
from santong.domains.learning.sourcing.rules import reward_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import school_of

REASON = "points for what somebody shared"
Kind = Transaction.Kind


def reward(*, kind: str, occasion: str, key: str, resource: Resource) -> Transaction | None:
    """Give author and school what an occasion brings; None when it brings nothing or was rewarded already."""
    if Transaction.objects.unscoped(REASON).filter(key=key).exists():
        return None
    person_points, school_points = reward_of(occasion)
    if not person_points + school_points:
        return None
    lines = {
        account_of(resource.author): person_points,
        account_of(resource.organisation): school_points,
        account_of(None): -(person_points + school_points),
    }
    return post(kind=kind, lines=lines, key=key, resource_id=resource.pk, path=resource.path)


def reward_admission(*, resource_id: int, level: str) -> None:
    """A level admitted a resource, for the first time."""
    row = _resource(resource_id)
    if row is not None:
        occasion = f"admitted-{level}"
        reward(kind=Kind.ADMITTED, occasion=occasion, key=f"{occasion}:{row.pk}", resource=row)


def reward_use(*, resource_id: int, person_id: int) -> None:
    """Somebody used a resource: the first use of each other school counts."""
    row = _resource(resource_id)
    person = Person.objects.unscoped(REASON).filter(pk=person_id).first()
    if row is None or person is None or person.path.startswith(row.organisation.path):
        return
    school = school_of(person.path)
    if school is not None and school.pk != row.organisation_id:
        reward(kind=Kind.USED, occasion="used", key=f"used:{row.pk}:{school.pk}", resource=row)


def reward_certificate(*, certificate: Certificate) -> None:
    """A level certified a resource."""
    row = _resource(certificate.resource_id)
    if row is not None:
        occasion = f"certified-{certificate.level}"
        reward(kind=Kind.CERTIFIED, occasion=occasion, key=f"certificate:{certificate.pk}", resource=row)


def _resource(key: int) -> Resource | None:
    rows = Resource.objects.unscoped(REASON).select_related("author", "organisation")
    found: Resource | None = rows.filter(pk=key).first()
    return found
