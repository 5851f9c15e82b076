"""A county with two schools, and the terms of a school year."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from santong.domains.platform.calendars.public import set_terms
from santong.domains.platform.organisations.public import create_organisation, create_school
from santong.kit.access import SYSTEM

TERMS = {1: (date(2026, 9, 1), date(2027, 1, 22)), 2: (date(2027, 2, 22), date(2027, 7, 2))}


@pytest.fixture
def region() -> SimpleNamespace:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    east = create_organisation(acting=SYSTEM, kind="county_bureau", name="East", parent=city)
    west = create_organisation(acting=SYSTEM, kind="county_bureau", name="West", parent=city)
    lake = create_school(acting=SYSTEM, name="Lake", parent=east)
    hill = create_school(acting=SYSTEM, name="Hill", parent=east)
    set_terms(acting=SYSTEM, organisation=city, school_year=2026, terms=TERMS)
    return SimpleNamespace(city=city, east=east, west=west, lake=lake, hill=hill)
