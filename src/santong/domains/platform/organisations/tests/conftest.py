"""A small region: two counties, schools with grades and classes."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from santong.domains.platform.organisations.public import (
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM


@pytest.fixture
def region() -> SimpleNamespace:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    east = create_organisation(acting=SYSTEM, kind="county_bureau", name="East", parent=city, division="990102")
    west = create_organisation(acting=SYSTEM, kind="county_bureau", name="West", parent=city, division="990121")
    lake = create_school(acting=SYSTEM, name="Lake", parent=east, code="2199000011", education_type="211")
    hill = create_school(acting=SYSTEM, name="Hill", parent=east, code="2199000012", education_type="312")
    far = create_school(acting=SYSTEM, name="Far", parent=west, code="2199000013", education_type="211")
    grades = {}
    for school in (lake, hill, far):
        grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=1, school_year=2026)
        create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])
        grades[school.name] = grade
    return SimpleNamespace(city=city, east=east, west=west, lake=lake, hill=hill, far=far, grades=grades)
