"""The region that every test of the record store begins with."""

from __future__ import annotations

import pytest

from santong.domains.platform.organisations.public import Organisation
from santong.domains.platform.records.tests.cast import Xapi, as_client, organisation, provider_with


@pytest.fixture
def region(db) -> dict[str, Organisation]:
    return {
        "city": organisation("City", "city_bureau", "0001"),
        "east": organisation("East School", "school", "00010001"),
        "west": organisation("West School", "school", "00010002"),
    }


@pytest.fixture
def city(region) -> Xapi:
    return as_client(provider_with(region["city"]))


@pytest.fixture
def east(region) -> Xapi:
    return as_client(provider_with(region["east"]))


@pytest.fixture
def west(region) -> Xapi:
    return as_client(provider_with(region["west"]))
