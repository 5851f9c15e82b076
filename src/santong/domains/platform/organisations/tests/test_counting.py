"""Numbers of people, told for several organisations at once."""

from __future__ import annotations

import pytest

from santong.domains.platform.organisations.public import (
    add_counts,
    count_below,
    create_classes,
    create_grade,
    create_organisation,
    create_school,
)
from santong.kit.access import SYSTEM


@pytest.mark.django_db
def test_known_and_new_numbers_change_together():
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    school = create_school(acting=SYSTEM, name="School", parent=city, code="2199000001", education_type="211")
    grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=1, school_year=2025)
    first, second = create_classes(acting=SYSTEM, grade=grade, numbers=[1, 2])
    add_counts(what="pupils", changes={first.path: 40})
    add_counts(what="pupils", changes={first.path: -1, second.path: 30})
    assert [count_below(row, "pupils") for row in (first, second, school)] == [39, 30, 69]
