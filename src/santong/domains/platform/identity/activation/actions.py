"""Handing out activation codes, and taking an account into use with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from santong.domains.platform.identity import sessions
from santong.domains.platform.identity.activation.codes import checked, index_of, new_code
from santong.domains.platform.identity.models import ActivationCode, Person
from santong.domains.platform.identity.security_events import Kind, tell_holders
from santong.domains.platform.identity.takeover import ACTIVATE, demand_takeover
from santong.kit.access import Viewer
from santong.kit.audit import acting_as, named

LIFETIME = timedelta(days=30)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Issued:
    """A new code in clear, which nobody can show again."""

    person: Person
    code: str
    expires_at: datetime


def issue_codes(*, acting: Viewer, path: str, people: Sequence[Person]) -> list[Issued]:
    """Make a code for each person of the class or school at `path`; older codes of theirs are void.

    That people are on its list is not enough (who keeps the list may have put them there): their
    accounts must be the viewer's to change, see `identity.takeover`.
    """
    acting.demand(ACTIVATE, path)
    demand_takeover(acting, people)
    now = timezone.now()
    issued = [Issued(person, new_code(), now + LIFETIME) for person in people]
    rows = [
        ActivationCode(
            person=each.person,
            path=path,
            code_index=index_of(each.code),
            made_at=now,
            expires_at=each.expires_at,
        )
        for each in issued
    ]
    with transaction.atomic(), named("identity.issue_activation_codes"):
        _void([person.pk for person in people], now)
        ActivationCode.objects.bulk_create(rows, batch_size=BATCH)
        tell_holders([person for person in people if person.is_activated], Kind.SLIP, acting=acting, path=path)
    return issued


def activate(*, code: ActivationCode, password: str, address: str, here: str | None = None) -> Person:
    """Use a code up and set the password that its holder chose; raises `BadCode` when it isn't open.

    The caller has checked the password against the rules, and asked for the second factor of
    somebody who has one. Sessions of the account end except `here`: whoever lost a password may
    have lost it to somebody.
    """
    with transaction.atomic(), acting_as(code.person_id, address=address, verb="identity.activate"):
        row = checked(ActivationCode.objects.locked_for_action(code), timezone.now())
        row.used_at = timezone.now()
        row.save(update_fields=["used_at"])
        person: Person = row.person
        person.set_password(password)
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
    sessions.end_other_places(person.pk, but=here)
    return person


def void_codes(people: Sequence[int]) -> None:
    """Let open codes of people open nothing any more.

    Whoever printed them could give the roles that the accounts held then, and perhaps not those they get now.
    """
    with named("identity.void_activation_codes"):
        _void(people, timezone.now())


def _void(people: Sequence[int], now: datetime) -> None:
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        codes = ActivationCode.objects.noted(batch, by="person_id")
        codes.filter(used_at=None, voided_at=None).update(voided_at=now)
