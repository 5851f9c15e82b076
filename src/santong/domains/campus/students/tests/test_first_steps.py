"""The card of first steps: what comes next, until everything is done."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone

from santong.domains.campus.staff.public import NewStaff, employ
from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.calendars.public import set_terms
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.domains.platform.organisations.public import (
    create_class,
    create_grade,
    create_organisation,
    create_school,
    school_year_of,
)
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db
YEAR = school_year_of(timezone.localdate())


def following(client) -> str:
    """Where the step that comes next leads; "" when the card is gone."""
    home = client.get("/").content.decode()
    if 'aria-current="step"' not in home:
        return ""
    found = re.search(r'href="([^"?]+)', home[home.index('aria-current="step"') :])
    return found[1] if found else ""


def with_password(person):
    person.set_password("river stone lantern")
    person.save()
    return person


def test_a_region_is_led_from_its_terms_to_its_slips():
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    administrator = signed_in("region_administrator", city)
    assert following(administrator) == f"/organisations/{city.pk}/calendar/terms/{YEAR}/"
    terms = {1: (date(YEAR, 9, 1), date(YEAR + 1, 1, 20)), 2: (date(YEAR + 1, 2, 20), date(YEAR + 1, 7, 5))}
    set_terms(acting=SYSTEM, organisation=city, school_year=YEAR, terms=terms)
    assert following(administrator) == "/imports/new/organisations/"
    school = create_school(acting=SYSTEM, name="School", parent=city, education_type="211")
    assert following(administrator) == "/imports/new/in-charge/"
    it = somebody("school_it", school, "it")
    assert following(administrator) == "/accounts/slips/"
    with_password(it)
    assert following(administrator) == ""


def test_a_school_is_led_from_its_staff_to_its_slips():
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    school = create_school(acting=SYSTEM, name="School", parent=city, education_type="211")
    keeper = somebody("school_it", school, "keeper")
    employ(acting=SYSTEM, school=school, drafts=[NewStaff(keeper)], day=date(YEAR, 9, 1))
    it = client_of(keeper)
    assert following(it) == "/imports/new/staff/", "the people in charge are not the staff"
    teacher = somebody("subject_teacher", school, "teacher")
    employ(acting=SYSTEM, school=school, drafts=[NewStaff(teacher)], day=date(YEAR, 9, 1))
    assert following(it) == "/imports/new/classes/"
    grade = create_grade(acting=SYSTEM, school=school, stage="primary", level=1, school_year=YEAR)
    place = create_class(acting=SYSTEM, grade=grade, number=1, label="")
    assert following(it) == "/imports/new/pupils/"
    [child] = create_people(acting=SYSTEM, drafts=[NewPerson("苏晓晓", school.path)])
    enrol(acting=SYSTEM, school=school, drafts=[NewPupil(child, place)], day=date(YEAR, 9, 1))
    assert following(it) == f"/activation/schools/{school.pk}/"
    with_password(somebody("class_teacher", place, "leader"))
    assert following(it) == ""


@pytest.mark.parametrize("role", ["principal", "teaching_affairs", "class_teacher"])
def test_others_are_not_told(role):
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    school = create_school(acting=SYSTEM, name="School", parent=city, education_type="211")
    assert following(signed_in(role, school)) == ""
