from __future__ import annotations

import pytest

from santong.domains.platform.identity.public import Person
from santong.kit.access import Grant, Viewer
from santong.kit.jobs.tests import samples


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    samples.ran.clear()


@pytest.fixture
def cast(db) -> dict[str, Viewer]:
    """One starts jobs, one operates the platform, one is a stranger."""
    people = {
        name: Person.objects.create_person(username=name, name=name) for name in ("owner", "operator", "stranger")
    }
    return {
        "owner": Viewer(people["owner"].pk, (Grant("principal", "00010001"),), "staff"),
        "operator": Viewer(people["operator"].pk, (Grant("region_administrator", "0001"),), "staff"),
        "stranger": Viewer(people["stranger"].pk, (Grant("principal", "00010002"),), "staff"),
    }
