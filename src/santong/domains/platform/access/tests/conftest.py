"""A small region, and people in it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from santong.domains.platform.organisations.public import (
    classes_of,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM


@pytest.fixture
def region() -> SimpleNamespace:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    east = create_organisation(acting=SYSTEM, kind="county_bureau", name="East", parent=city)
    west = create_organisation(acting=SYSTEM, kind="county_bureau", name="West", parent=city)
    lake = create_school(acting=SYSTEM, name="Lake", parent=east)
    hill = create_school(acting=SYSTEM, name="Hill", parent=east)
    far = create_school(acting=SYSTEM, name="Far", parent=west)
    grade = create_grade(acting=SYSTEM, school=lake, stage="primary", level=1, school_year=2026)
    create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])
    first, second = classes_of(lake)
    return SimpleNamespace(
        city=city, east=east, west=west, lake=lake, hill=hill, far=far, grade=grade, first=first, second=second
    )
