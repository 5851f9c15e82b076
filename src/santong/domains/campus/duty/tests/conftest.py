"""A roster of the lake with three people who take turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.utils import timezone

from santong.domains.campus.duty.actions import add_member, plan
from santong.domains.campus.duty.models import Roster, Shift
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer


def day(days: int) -> date:
    """A day from today on."""
    return timezone.localdate() + timedelta(days=days)


def found_roster(place: Organisation, name: str = "行政值班") -> Roster:
    """A duty of a place."""
    return Roster.objects.create(organisation=place, path=place.path, name=name, phone="0999-5550101")


@dataclass
class Cast:
    """Who takes part."""

    region: Region
    keeper: Person
    first: Person
    second: Person
    roster: Roster

    def viewer(self, person: Person) -> Viewer:
        """A person in all their identities as staff."""
        return viewer_in(person, "staff")

    @property
    def office(self) -> Viewer:
        return self.viewer(self.keeper)

    def shift(self, person: Person, number: int = 0) -> Shift:
        """A shift of a person, in the order of days."""
        rows = Shift.objects.select_related("roster", "person", "swap_with").filter(person=person).order_by("day")
        return rows[number]

    def plan(self, days: int = 6) -> None:
        """Turns from today on, for some days."""
        plan(acting=self.office, roster=self.roster, first=day(0), last=day(days - 1))


@pytest.fixture
def cast(region: Region) -> Cast:
    people = {
        "keeper": somebody("principal", region.lake, "keeper"),
        "first": somebody("class_teacher", region.first, "first"),
        "second": somebody("subject_teacher", region.second, "second"),
    }
    found = Cast(region, roster=found_roster(region.lake), **people)
    for person in people.values():
        Person.objects.filter(pk=person.pk).update(path=region.lake.path)
        add_member(acting=found.office, roster=found.roster, person=person)
    return found
