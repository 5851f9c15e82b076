"""Points for what was shared."""

from __future__ import annotations

from contextlib import suppress

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from santong.domains.learning.resources.public import Resource
from santong.domains.learning.sourcing.actions.ledger import account_of, post, write_reverse
from santong.domains.learning.sourcing.models import Certificate, Transaction
from santong.domains.learning.sourcing.rules import reward_of
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import school_of
from santong.kit.refusals import NotPossible

REASON = "points for what somebody shared"
Kind = Transaction.Kind


def reward(*, kind: str, occasion: str, key: str, resource: Resource) -> Transaction | None:
    """Give author and school what an occasion brings; None when it brings nothing or was rewarded already."""
    if Transaction.objects.numbers_only().filter(key=key).exists():
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
    """A level admitted a resource: it brings points once, until the reviewer takes that back."""
    row = _resource(resource_id)
    given = _admissions(resource_id, level)
    if row is not None and not given.filter(reversed_by=None).exists():
        occasion, again = f"admitted-{level}", given.count()
        key = f"{occasion}:{row.pk}" + (f":{again}" if again else "")
        reward(kind=Kind.ADMITTED, occasion=occasion, key=key, resource=row)


def take_admission_back(*, resource_id: int, level: str, by: int | None) -> None:
    """Take the points of an admission back with it; what has been spent stays spent."""
    row = _admissions(resource_id, level).filter(reversed_by=None).first()
    if row is not None:
        with suppress(NotPossible):
            write_reverse(row=row, because=_("The admission was taken back."), by=by)


def _admissions(resource_id: int, level: str) -> QuerySet[Transaction]:
    """What a resource has been given for being admitted at a level."""
    key = f"admitted-{level}:{resource_id}"
    rows: QuerySet[Transaction] = Transaction.objects.unscoped(REASON)
    return rows.filter(Q(key=key) | Q(key__startswith=f"{key}:"))


def reward_use(*, resource_id: int, person_id: int) -> None:
    """Somebody used a resource: the first use of each other school counts."""
    row = _resource(resource_id)
    person = Person.objects.noted([person_id]).first()
    if row is None or person is None or person.path.startswith(row.organisation.path):
        return
    school = school_of(person.path)
    if school is not None and school.pk != row.organisation_id:
        reward(kind=Kind.USED, occasion="used", key=f"used:{row.pk}:{school.pk}", resource=row)


def reward_certificate(*, certificate: Certificate) -> None:
    """A level certified a resource: it brings points once, until they are taken back with the certificate."""
    row = _resource(certificate.resource_id)
    if row is not None and standing_reward(certificate) is None:
        occasion = f"certified-{certificate.level}"
        key = f"{occasion}:{row.pk}:{_rewards(certificate).count()}"
        reward(kind=Kind.CERTIFIED, occasion=occasion, key=key, resource=row)


def standing_reward(certificate: Certificate) -> Transaction | None:
    """The points that its resource got at its level and still has."""
    return _rewards(certificate).filter(reversed_by=None).first()


def take_reward_back(*, certificate: Certificate, because: str, by: int | None) -> None:
    """Take back the points of a certificate that is revoked. What has been spent stays spent: no balance falls
    below zero, so then author and school keep them."""
    row = standing_reward(certificate)
    if row is not None:
        with suppress(NotPossible):
            write_reverse(row=row, because=because, by=by)


def _rewards(certificate: Certificate) -> QuerySet[Transaction]:
    key = f"certified-{certificate.level}:{certificate.resource_id}:"
    rows: QuerySet[Transaction] = Transaction.objects.unscoped(REASON).filter(key__startswith=key)
    return rows


def _resource(key: int) -> Resource | None:
    rows = Resource.objects.noted([key]).select_related("author", "organisation")
    found: Resource | None = rows.first()
    return found
