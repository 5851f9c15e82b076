"""An inspection of a county under way, with an expert from elsewhere, and the people of a school."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from santong.domains.governance.evaluation.models import Entrant, EvaluationRound, Expert, Finding
from santong.domains.governance.evaluation.tests import making
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import Viewer


@dataclass
class Cast:
    """Who takes part."""

    region: Region
    officer: Person
    principal: Person
    other: Person
    inspector: Person
    round: EvaluationRound
    expert: Expert

    def viewer(self, person: Person) -> Viewer:
        """A person in all their identities as staff."""
        return viewer_in(person, "staff")

    @property
    def bureau(self) -> Viewer:
        return self.viewer(self.officer)

    @property
    def school(self) -> Viewer:
        return self.viewer(self.principal)

    @property
    def visitor(self) -> Viewer:
        return self.viewer(self.inspector)

    def at(self, place: Organisation | None = None) -> Entrant:
        """A place in the round, the lake school unless given."""
        return making.entrant(self.round, place or self.region.lake)

    def finding(self, key: int) -> Finding:
        """A finding as it is stored."""
        found: Finding = Finding.objects.select_related("entrant__round", "entrant__place").get(pk=key)
        return found


@pytest.fixture
def cast(region: Region) -> Cast:
    inspector = somebody("inspector", region.city, "inspector")
    row = making.announced(region.east, making.published(region.east))
    return Cast(
        region,
        officer=somebody("county_officer", region.east, "officer"),
        principal=somebody("principal", region.lake, "principal"),
        other=somebody("principal", region.hill, "other"),
        inspector=inspector,
        round=row,
        expert=making.visiting(row, region.lake, inspector),
    )
