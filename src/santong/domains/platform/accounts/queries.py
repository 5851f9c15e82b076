"""Reads: whose accounts a viewer may help with, and how each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from santong.domains.platform.access.public import active_appointments, may_take_over
from santong.domains.platform.identity.public import ACTIVATE, Person, TakeoverRefused, open_codes
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer

REASON = "whose account it is, the rule about taking accounts over says"
STATES: dict[str, tuple[str | Promise, str]] = {
    "off": (_("Switched off"), "bad"),
    "active": (_("Activated"), "ok"),
    "invited": (_("Slip handed out"), "info"),
    "new": (_("No slip yet"), "warn"),
}
"""Word and tone of an account's state."""


@dataclass(frozen=True)
class Standing:
    """How an account is: a key of `STATES`, and until when a code of it works."""

    state: str
    code_until: datetime | None

    @property
    def label(self) -> str | Promise:
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        return STATES[self.state][1]


def accounts(viewer: Viewer) -> QuerySet[Person]:
    """The people whose accounts the viewer keeps, with `place`, where their record is, and `code_until`."""
    names = Organisation.objects.open_to_everyone().filter(path=OuterRef("path"))
    rows: QuerySet[Person] = Person.objects.visible_to(viewer, ACTIVATE).annotate(
        place=Subquery(names.values("name")[:1]),
        code_until=Subquery(open_codes().filter(person=OuterRef("pk")).values("expires_at")[:1]),
    )
    return rows


def in_state(rows: QuerySet, state: str) -> QuerySet:
    """Of `accounts` those in a state."""
    unusable = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(must_change_password=True)
    chosen = {
        "off": Q(is_active=False),
        "active": Q(is_active=True) & ~unusable,
        "invited": Q(is_active=True, code_until__isnull=False) & unusable,
        "new": Q(is_active=True, code_until=None) & unusable,
    }
    return rows.filter(chosen[state])


def standing_of(person: Person, code_until: datetime | None) -> Standing:
    """How an account is."""
    if not person.is_active:
        return Standing("off", code_until)
    if person.is_activated:
        return Standing("active", code_until)
    return Standing("invited" if code_until else "new", code_until)


def code_until(person: Person) -> datetime | None:
    """Until when a code of the person works, None without one."""
    found: datetime | None = open_codes().filter(person=person).values_list("expires_at", flat=True).first()
    return found


def account_of(viewer: Viewer, pk: int) -> Person:
    """The person, if the account is the viewer's to help with.

    Raises:
        Http404: for people whom the viewer doesn't see.
        TakeoverRefused: for those they see, with whom to ask instead.
    """
    person: Person | None = Person.objects.unscoped(REASON).filter(pk=pk).first()
    if person is None:
        raise Http404
    objection = may_take_over(viewer, person, ACTIVATE)
    if objection is None:
        return person
    if person.pk == viewer.person_id or Person.objects.visible_to(viewer).filter(pk=pk).exists():
        raise TakeoverRefused(objection)
    raise Http404


def place_of(viewer: Viewer, person: Person) -> Organisation:
    """Where a slip is handed out: where the record is kept, else the class of a pupil or parent."""
    paths = [person.path, *(row.path for row in active_appointments(person.pk))]
    path = next((path for path in paths if viewer.can(ACTIVATE, path)), None)
    row: Organisation | None = Organisation.objects.open_to_everyone().filter(path=path).first()
    if row is None:
        raise PermissionDenied(ACTIVATE)
    return row


def roles_of(person: Person) -> list[Any]:
    """What the person does, as the page shows it."""
    return [(row.role_label, row.organisation.name) for row in active_appointments(person.pk)]
