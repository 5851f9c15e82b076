"""Founding a region: its bureau, and the person who administers it first.

Everybody else gets an account and roles from somebody who has both; the first one gets them from
whoever runs the installation, on the machine itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from santong.domains.platform.access.public import Appointment, appoint
from santong.domains.platform.identity.public import (
    Issued,
    NewPerson,
    Person,
    create_people,
    issue_codes,
    remove_second_factor,
    rename_person,
)
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import SYSTEM

ROLE = "region_administrator"
REASON = "set-up: nobody is there yet to ask for"


class CannotFound(Exception):
    """The region has what was asked for already, or lacks what it takes; the text says what to do."""


@dataclass(frozen=True)
class Founded:
    """A slip for the person who administers the region at `bureau`."""

    bureau: Organisation
    issued: Issued


def lacks_administrator() -> bool:
    """Whether nobody can sign in to administer the region."""
    return not any(person.is_active and person.is_activated for person in _administrators())


def waiting_administrator() -> Person | None:
    """The first who was appointed and has not taken the account into use, if nobody else can sign in."""
    waiting = [person for person in _administrators() if person.is_active]
    return waiting[0] if waiting and lacks_administrator() else None


def bureau_of_region() -> Organisation | None:
    """The bureau at the root, None before the region is founded."""
    roots = Organisation.objects.open_to_everyone().filter(parent=None, kind=Organisation.Kind.CITY_BUREAU)
    return roots.order_by("path").first()


def first_administrator(*, name: str, bureau: str) -> Founded:
    """Make the region's bureau and administrator as far as they are missing, and a slip; raises `CannotFound`.

    As long as nobody has used the slip it can be made anew, and the name corrected with it.
    """
    if not lacks_administrator():
        raise CannotFound(
            "The region has an administrator who can sign in; they appoint everybody else, further administrators too."
        )
    with transaction.atomic():
        place = _bureau(bureau)
        person = waiting_administrator() or _administrator(name, place)
        _correct(person, name)
        [issued] = issue_codes(acting=SYSTEM, path=place.path, people=[person])
    return Founded(place, issued)


def recover_administrator(username: str) -> Founded:
    """A slip for an administrator who lost password and second factor, which is taken off; raises `CannotFound`.

    For whoever runs the machine, who could write into the database as well; here it is recorded.
    """
    held = [row for row in _appointments() if row.person.username == username and row.person.is_active]
    if not held:
        raise CannotFound(f"Nobody who may sign in with the username {username!r} administers the region.")
    person, place = held[0].person, held[0].organisation
    with transaction.atomic():
        remove_second_factor(acting=SYSTEM, person=person)
        [issued] = issue_codes(acting=SYSTEM, path=place.path, people=[person])
    return Founded(place, issued)


def _bureau(name: str) -> Organisation:
    known = bureau_of_region()
    if known is None:
        if not name:
            raise CannotFound("Say what the bureau is called, for example --bureau 云岭市教育局")
        return create_organisation(acting=SYSTEM, kind=Organisation.Kind.CITY_BUREAU, name=name, parent=None)
    if name and name != known.name:
        raise CannotFound(f"The region's bureau is called {known.name}. Leave --bureau out; its page renames it.")
    return known


def _administrator(name: str, place: Organisation) -> Person:
    if not name:
        raise CannotFound("Say who is to administer the region, for example --name 周启航")
    [person] = create_people(acting=SYSTEM, drafts=[NewPerson(name, place.path)])
    appoint(acting=SYSTEM, person=person, role=ROLE, organisation=place)
    return person


def _correct(person: Person, name: str) -> None:
    """A misspelt name is put right while nobody has used the account."""
    if not name or name == person.name:
        return
    if person.has_usable_password():
        raise CannotFound(
            f"{person.name} (username {person.username}) administers the region. Leave --name out for a new slip."
        )
    rename_person(acting=SYSTEM, person=person, name=name)


def _administrators() -> list[Person]:
    return [row.person for row in _appointments()]


def _appointments() -> list[Appointment]:
    """Who holds the role today, in the order of their appointment."""
    rows = Appointment.objects.unscoped(REASON).on(timezone.localdate()).filter(role=ROLE)
    return list(rows.select_related("person", "organisation").order_by("pk"))
