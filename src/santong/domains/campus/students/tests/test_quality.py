"""How complete the roll is, and who may be on it twice."""

from __future__ import annotations

from datetime import date

import pytest

from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def test_score_gaps_and_the_way_to_mend_them(cast):
    client = cast.client("principal", cast.school)
    [school] = client.get("/data-quality/").context["schools"]
    numbers = {gap.url.partition("gap=")[2]: gap.number for gap in school.gaps}
    assert numbers == {"id_number": 0, "birth_date": 0, "class": 0, "guardian": 5, "phone": 0}
    assert school.score == 80
    assert "80" in client.get("/").content.decode()


def test_the_same_name_and_birth_date_are_suspect(cast):
    people = create_people(acting=SYSTEM, drafts=[NewPerson("曾一", cast.school.path, "1", date(2016, 9, 3))])
    drafts = [NewPupil(people[0], cast.classes[1])]
    enrol(acting=SYSTEM, school=cast.school, drafts=drafts, day=date(2025, 9, 1))
    [suspects] = cast.client("principal", cast.school).get("/data-quality/").context["suspects"]
    assert suspects.name == "曾一" and len(suspects.pupils) == 2


def test_strangers_see_other_schools_only(cast):
    assert cast.client("principal", cast.far).get("/data-quality/").context["schools"] == []
    assert cast.client("class_teacher", cast.classes[0]).get("/data-quality/").status_code == 403
