"""The region that the tests of the lake begin with, and a lake of their own."""

from __future__ import annotations

import pytest

from santong.domains.governance.analytics.tests.cast import organisation, somebody
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation


@pytest.fixture(autouse=True)
def _lake(tmp_path, settings):
    settings.LAKE_FOLDER = tmp_path / "lake"


@pytest.fixture
def region(db) -> dict[str, Organisation]:
    return {
        "city": organisation("City", "city_bureau", "0001"),
        "county": organisation("County", "county_bureau", "00010001"),
        "east": organisation("East School", "school", "000100010001"),
        "other": organisation("Other County", "county_bureau", "00010002"),
        "west": organisation("West School", "school", "000100020001"),
    }


@pytest.fixture
def people(region) -> list[Person]:
    east = [somebody(f"e{n}", "pupil", region["east"]) for n in range(3)]
    west = [somebody(f"w{n}", "pupil", region["west"]) for n in range(2)]
    return [*east, *west, somebody("teacher", "subject_teacher", region["east"])]
