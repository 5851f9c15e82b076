"""SQLite is told how its tables are filled, and then finds people by their names first."""

from __future__ import annotations

import pytest
from django.db import connection

from santong.domains.campus.students.models import Pupil
from santong.domains.platform.identity.public import Person, called
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM
from santong.kit.planner import gather_statistics, keep_statistics

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]


@pytest.fixture
def many_pupils() -> None:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    school = create_organisation(acting=SYSTEM, kind="school", name="School", code="2100000001", parent=city)
    people = [Person(username=f"p{n}", name=f"学生{n}", path=school.path) for n in range(2000)]
    Person.objects.bulk_create(people)
    Pupil.objects.bulk_create(Pupil(person=person, school=school, path=school.path) for person in people)


def test_people_are_found_by_name_before_anything_else(many_pupils):
    gather_statistics()
    rows = Pupil.objects.unscoped("test").filter(called("王晓", "person__"), status__in=Pupil.PRESENT)
    plan = rows.order_by("path", "pk")[:6].explain()
    assert "pupil_status_path" not in plan
    assert "identity_person_found_by" in plan


def test_sqlite_is_kept_informed(many_pupils):
    keep_statistics.call()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'pupil_path'")
        assert cursor.fetchone()[0].startswith("2000 ")
