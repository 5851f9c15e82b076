"""Staff collect hours of training while they work at a school, by the same rules as pupils their credits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from santong.domains.campus.staff.public import NewStaff, Staff, employ
from santong.domains.platform.access.testing import Region
from santong.domains.platform.credits.actions import copy_scheme, publish
from santong.domains.platform.credits.awarding import award
from santong.domains.platform.credits.computing import recompute
from santong.domains.platform.credits.jobs import find_effects
from santong.domains.platform.credits.models import Scheme, Standing
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM


@pytest.mark.django_db
def test_hours_count_for_those_who_work_there(region: Region) -> None:
    people = [Person.objects.create_person(username=f"t{n}", name=f"教师{n}", path=region.lake.path) for n in range(2)]
    employ(acting=SYSTEM, school=region.lake, drafts=[NewStaff(each) for each in people], day=date(2025, 9, 1))
    shipped = Scheme.objects.get(code="STAFF-360")
    draft = Scheme.objects.get(pk=copy_scheme(acting=SYSTEM, scheme=shipped, place=region.city, name="培训"))
    find_effects(draft)
    publish(acting=SYSTEM, scheme=draft, from_day=date(2021, 1, 1))
    recompute([region.lake.path])
    rows = list(Standing.objects.filter(kind="staff").order_by("pk"))
    assert {each.person_id for each in rows} == {each.pk for each in people}
    award(acting=SYSTEM, standings=rows[:1], course="XX", on=date(2026, 3, 1), hours=Decimal(25))
    rows[0].refresh_from_db()
    assert (rows[0].earned, rows[0].needed, rows[0].place) == (25, 360, region.lake)
    Staff.objects.filter(person=people[1]).update(status=Staff.Status.LEFT)
    recompute([region.lake.path])
    assert list(Standing.objects.filter(kind="staff").values_list("person_id", flat=True)) == [people[0].pk]
