"""A small region with pupils, staff and guardians, and tokens of one of its schools."""

from __future__ import annotations

import pytest

from santong.domains.campus.staff.public import NewStaff, employ
from santong.domains.campus.students.public import NewGuardian, link_guardians
from santong.domains.campus.students.tests.conftest import ENTERED, Cast, cast  # noqa: F401  (a fixture)
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.domains.platform.tokens.tests.client import Api, api_for
from santong.kit.access import SYSTEM

PHONE = "13900001234"


@pytest.fixture
def region(cast: Cast) -> Cast:  # noqa: F811
    """With a teacher and a guardian who have phones."""
    people = create_people(
        acting=SYSTEM,
        drafts=[
            NewPerson("高老师", cast.school.path, "2", phone=PHONE),
            NewPerson("曾家长", cast.school.path, "2", phone="13900005678"),
            NewPerson("远老师", cast.far.path, "2", phone="13900009999"),
        ],
    )
    employ(acting=SYSTEM, school=cast.school, drafts=[NewStaff(people[0])], day=ENTERED)
    employ(acting=SYSTEM, school=cast.far, drafts=[NewStaff(people[2])], day=ENTERED)
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(cast.pupils[0], people[1], "52")])
    return cast


@pytest.fixture
def api(region: Cast) -> Api:
    """With every scope, at one school."""
    return api_for(region.school)
