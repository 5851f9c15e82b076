"""The accounts of the demonstration that act here, as viewers."""

from __future__ import annotations

from dataclasses import dataclass

from santong.domains.learning.resources.public import Resource
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, lineage
from santong.kit.access import Grant, Viewer

NAMES = ("bureau", "county", "principal", "affairs", "teacher", "class-teacher")


@dataclass(frozen=True)
class Cast:
    """Viewers by account, and the bureaus and the school around them."""

    viewers: dict[str, Viewer]
    city: Organisation
    county: Organisation
    school: Organisation

    def admitted_by(self, name: str) -> list[Resource]:
        """What an account has in the library, the oldest first."""
        rows = Resource.objects.by_installation().filter(
            author=self.viewers[name].person_id or 0, status=Resource.Status.ADMITTED
        )
        return list(rows.select_related("organisation").order_by("pk"))


def cast_of() -> Cast | None:
    """The cast; None when the region has no accounts."""
    people = Person.objects.by_installation().filter(username__in=NAMES)
    viewers = {person.username: _viewer(person) for person in people}
    if len(viewers) < len(NAMES):
        return None
    above = {each.kind: each for each in lineage(viewers["affairs"].grants[0].path)}
    kinds = Organisation.Kind
    return Cast(viewers, above[kinds.CITY_BUREAU], above[kinds.COUNTY_BUREAU], above[kinds.SCHOOL])


def _viewer(person: Person) -> Viewer:
    rows = Appointment.objects.by_installation().filter(person=person).exclude(role__in=("pupil", "parent"))
    return Viewer(person.pk, tuple(Grant(row.role, row.path) for row in rows), "staff", person.name)
