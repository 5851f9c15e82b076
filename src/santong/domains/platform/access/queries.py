"""Reads: from a signed-in request to its viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import schools_of
from santong.kit.access import Grant, Viewer, ancestor_paths, below_any
from santong.kit.access.roles import roles_by_name

IDENTITY_KEY = "identity"


@dataclass(frozen=True)
class Identity:
    """One of the capacities in which a person uses the platform: a category at an organisation."""

    category: str
    organisation_id: int
    organisation_name: str
    path: str
    roles: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the session remembers."""
        return f"{self.category}-{self.organisation_id}"

    @property
    def label(self) -> str:
        """The organisation and the first role: "Yunling No. 1 School · Principal"."""
        return f"{self.organisation_name} · {roles_by_name()[self.roles[0]].label}"


def identities_of(person_id: int, day: date | None = None) -> list[Identity]:
    """A person's identities today, or on another day, in the order of their appointments.

    All roles of one category on one organisation are one identity: a class teacher who also
    teaches a subject doesn't switch between the two.
    """
    found: dict[tuple[str, int, str, str], list[str]] = {}
    # Every request asks this; whole rows with their organisations would cost it a millisecond.
    columns = ("role", "organisation_id", "organisation__name", "path")
    for role, *place in _in_force(person_id, day).values_list(*columns):
        if role in roles_by_name():
            found.setdefault((roles_by_name()[role].category, *place), []).append(role)
    return [Identity(*which, roles=tuple(roles)) for which, roles in found.items()]


def viewers_of(person_ids: Collection[int]) -> dict[int, list[Viewer]]:
    """Of some people, what each may see as each of their identities: for telling them something, not for acting."""
    rows = _held(list(roles_by_name())).filter(person__in=person_ids).order_by("id")
    grants: dict[tuple[int, str], list[Grant]] = {}
    for person, role, path in rows.values_list("person_id", "role", "path"):
        grants.setdefault((person, roles_by_name()[role].category), []).append(Grant(role, path))
    found: dict[int, list[Viewer]] = {person: [Viewer(person_id=person)] for person in person_ids}
    for (person, category), held in grants.items():
        found[person].append(Viewer(person_id=person, category=category, grants=tuple(held)))
    return found


def active_appointments(person_id: int) -> list[Appointment]:
    """A person's appointments in force today whose role still exists."""
    rows = _in_force(person_id).select_related("organisation")
    return [row for row in rows if row.role in roles_by_name()]


def _in_force(person_id: int, day: date | None = None) -> QuerySet[Appointment]:
    rows = Appointment.objects.unscoped("a person's own appointments decide what they may see")
    return rows.filter(person_id=person_id).on(day or timezone.localdate()).order_by("id")


def holders(role: str) -> QuerySet:
    """The keys of the people who hold a role today, for filtering rows that the viewer may see."""
    return _held([role]).values("person_id")


def _held(roles: Collection[str]) -> QuerySet[Appointment]:
    """The appointments to some roles that are in force today."""
    rows = Appointment.objects.unscoped("narrows people down who are seen anyhow, or who are asked to decide")
    return rows.filter(role__in=roles).on(timezone.localdate())


def holders_nearest(roles: Collection[str], path: str, *, without: Collection[int] = ()) -> list[int]:
    """The keys of the people who hold one of some roles today at a place, or else at the nearest place above it.

    People in `without` don't count, nor closed accounts.
    """
    rows = _held(roles).filter(path__in=ancestor_paths(path), person__is_active=True).exclude(person__in=without)
    found = list(rows.order_by("id").values_list("path", "person_id"))
    nearest = max((place for place, _person in found), key=len, default="")
    return list(dict.fromkeys(person for place, person in found if place == nearest))


def colleagues_at(paths: Iterable[str]) -> QuerySet[Person]:
    """Those who work at the schools (or offices) around some places; never pupils and parents."""
    schools = schools_of(paths)
    homes = [schools[path].path if path in schools else path for path in paths]
    staff = [role.name for role in roles_by_name().values() if role.category == "staff"]
    rows = Person.objects.unscoped("colleagues, by name").filter(path__in=homes)
    return rows.filter(pk__in=_held(staff).filter(below_any("path", homes)).values("person"))


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a signed-in request: the person in the identity they chose last.

    Staff identities act together, so that an officer who also teaches sees both; pupil and
    parent identities stand alone.
    """
    person = request.user
    if not isinstance(person, Person):
        raise TypeError("nobody is signed in, so there is no viewer to work out")
    identities = identities_of(person.pk)
    chosen = choose(identities, request.session.get(IDENTITY_KEY, ""))
    request.identities, request.identity = identities, chosen  # type: ignore[attr-defined]
    if chosen is None:
        return Viewer(person_id=person.pk, name=person.name)
    return _acting(person, identities, chosen.category)


def viewer_in(person: Person, category: str) -> Viewer:
    """Somebody in all their identities of a category, outside a session of theirs: for what acts in their name."""
    return _acting(person, identities_of(person.pk), category)


def viewer_then(viewer: Viewer, identity: str, day: date) -> Viewer | None:
    """The same person in an identity of theirs on a day, for what they did then and is done now.

    `identity` is the key of one, "" for those of the viewer's category, or for the first of somebody who is nothing
    any more. None when they weren't that on the day.
    """
    if viewer.person_id is None:
        return None
    identities = identities_of(viewer.person_id, day)
    category = viewer.category or next((each.category for each in identities), "")
    if identity:
        chosen = next((each for each in identities if each.key == identity), None)
        if chosen is None:
            return None
        category = chosen.category
    grants = tuple(Grant(role, each.path) for each in identities if each.category == category for role in each.roles)
    return Viewer(person_id=viewer.person_id, category=category, name=viewer.name, grants=grants)


def _acting(person: Person, identities: list[Identity], category: str) -> Viewer:
    acting = [each for each in identities if each.category == category]
    return Viewer(
        person_id=person.pk,
        category=category,
        name=person.name,
        grants=tuple(Grant(role, identity.path) for identity in acting for role in identity.roles),
    )


def choose(identities: list[Identity], key: str) -> Identity | None:
    """The identity with this key, else the first."""
    for identity in identities:
        if identity.key == key:
            return identity
    return identities[0] if identities else None
