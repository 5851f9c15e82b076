"""The terms of a school year, for the whole city."""

from __future__ import annotations

from datetime import date

import pytest

from santong.domains.platform.access.testing import Region
from santong.domains.platform.calendars.public import set_terms
from santong.kit.access import SYSTEM

TERMS = {1: (date(2026, 9, 1), date(2027, 1, 22)), 2: (date(2027, 2, 22), date(2027, 7, 2))}


@pytest.fixture(autouse=True)
def _terms(region: Region) -> None:
    set_terms(acting=SYSTEM, organisation=region.city, school_year=2026, terms=TERMS)
