"""A city with two schools."""

from __future__ import annotations

import pytest

from santong.domains.platform.organisations.public import Organisation, create_organisation, create_school
from santong.kit.access import SYSTEM


@pytest.fixture
def region(db) -> dict[str, Organisation]:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    east = create_school(acting=SYSTEM, name="East", parent=city, code="2199000001", education_type="211")
    west = create_school(acting=SYSTEM, name="West", parent=city, code="2199000002", education_type="211")
    return {"city": city, "east": east, "west": west}
