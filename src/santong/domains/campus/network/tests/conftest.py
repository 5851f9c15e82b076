"""A school that keeps its line, and the bureau that sets floors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from santong.domains.campus.network.actions import put_link
from santong.domains.campus.network.models import Link, SpeedTest
from santong.domains.platform.access.public import viewer_in
from santong.domains.platform.access.testing import Region, client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, Viewer


def line(school: Organisation, down: int = 100, up: int = 20, **values: Any) -> Link:
    """A line of a school, as from its form."""
    given = {"name": "主线", "operator": "telecom", **values}
    return put_link(acting=SYSTEM, link=Link(school=school, path=school.path, down=down, up=up, **given))


def tried(school: Organisation, down: int, days_ago: int = 0, up: int = 20) -> SpeedTest:
    """A test that is over, in Mbps."""
    begun: datetime = timezone.now() - timedelta(days=days_ago)
    rates = {"down": down * 1000, "up": up * 1000}
    return SpeedTest.objects.create(school=school, path=school.path, begun_at=begun, ended_at=begun, **rates)


@dataclass
class Cast:
    """Who takes part."""

    region: Region
    keeper: Person

    @property
    def acting(self) -> Viewer:
        return viewer_in(self.keeper, "staff")

    @property
    def client(self) -> Any:
        return client_of(self.keeper)


@pytest.fixture
def cast(region: Region) -> Cast:
    return Cast(region, somebody("school_it", region.lake, "keeper"))
