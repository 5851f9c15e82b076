"""How complete the roll is, and who may be on it twice."""

from __future__ import annotations

from datetime import date

import pytest

from santong.domains.campus.students.actions.roll import NewPupil, enrol
from santong.domains.campus.students.measures import GAP, ROLL_GAPS
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.tests.conftest import add_pupils
from santong.domains.platform.duplicates.public import find_suspicions
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import SYSTEM, below
from santong.kit.measures.public import Figure, recount, refresh, taken

pytestmark = pytest.mark.django_db


def test_score_gaps_and_the_way_to_mend_them(cast):
    client = cast.client("principal", cast.school)
    [school] = client.get("/data-quality/").context["schools"]
    numbers = {gap.url.partition("gap=")[2]: gap.number for gap in school.gaps}
    assert numbers == {"id_number": 0, "birth_date": 0, "class": 0, "guardian": 5, "phone": 0}
    assert school.score == 80
    assert "80" in client.get("/").content.decode()


def test_pairs_that_may_be_one_are_counted_and_led_to(cast):
    people = create_people(acting=SYSTEM, drafts=[NewPerson("曾一", cast.school.path, "1", date(2016, 9, 3))])
    drafts = [NewPupil(people[0], cast.classes[1])]
    enrol(acting=SYSTEM, school=cast.school, drafts=drafts, day=date(2025, 9, 1))
    find_suspicions()
    client = cast.client("principal", cast.school)
    assert client.get("/data-quality/").context["suspects"] == 1
    assert "/duplicates/" in client.get("/").content.decode()


def test_each_gap_leads_to_the_pupils_of_that_school_only(cast):
    client = cast.client("county_officer", Organisation.objects.get(name="Near"))
    add_pupils(cast.other, cast.classes[2], 2, first=20)
    assert client.get(f"/pupils/?school={cast.other.pk}&gap=guardian").context["list"].count.number == 2
    assert client.get("/pupils/?gap=guardian").context["list"].count.number == 7


def test_above_a_school_the_figures_are_those_of_the_last_counting(cast):
    add_pupils(cast.other, cast.classes[2], 2, first=20)
    client = cast.client("county_officer", Organisation.objects.get(name="Near"))
    assert client.get("/data-quality/").context["as_of"] is None, "before the first counting they are those of now"
    assert numbers(client) == {cast.school.pk: (5, 5), cast.other.pk: (2, 2)}
    recount(ROLL_GAPS)
    add_pupils(cast.other, cast.classes[2], 3, first=30)
    page = client.get("/data-quality/")
    assert numbers(client) == {cast.school.pk: (5, 5), cast.other.pk: (2, 2)}
    assert page.context["as_of"] and "10 分钟" in page.content.decode()
    before = kept(cast.school)
    assert refresh(ROLL_GAPS)
    assert kept(cast.school) == before, "only where pupils have changed is counted again"
    assert numbers(client) == {cast.school.pk: (5, 5), cast.other.pk: (5, 5)}
    assert refresh(ROLL_GAPS) == 0


def test_the_figures_follow_what_is_known_of_a_person(cast):
    add_pupils(cast.other, cast.classes[2], 1, first=20)
    recount(ROLL_GAPS)
    person = Pupil.objects.filter(school=cast.other).get().person
    person.birth_date = None
    person.save()
    refresh(ROLL_GAPS)
    assert taken(ROLL_GAPS).by_value(below("path", cast.other.path), GAP)["birth_date"].numerator == 1


def test_a_school_that_has_no_pupils_any_more_is_left_out(cast):
    recount(ROLL_GAPS)
    for pupil in Pupil.objects.filter(school=cast.school):
        pupil.status = Pupil.Status.LEFT
        pupil.save()
    refresh(ROLL_GAPS)
    assert numbers(cast.client("county_officer", Organisation.objects.get(name="Near"))) == {}


def test_at_a_single_school_the_figures_are_those_of_now(cast):
    recount(ROLL_GAPS)
    client = cast.client("principal", cast.school)
    Pupil.objects.filter(school=cast.school).first().delete()
    [school] = client.get("/data-quality/").context["schools"]
    assert school.pupils == 4


def test_officers_see_the_figures_of_their_own_schools_only(cast):
    recount(ROLL_GAPS)
    assert numbers(cast.client("county_officer", Organisation.objects.get(name="Near"))).keys() == {cast.school.pk}


def kept(school) -> set[int]:
    return set(Figure.objects.filter(measure=ROLL_GAPS.name, path=school.path).values_list("pk", flat=True))


def numbers(client) -> dict[int, tuple[int, int]]:
    schools = client.get("/data-quality/").context["schools"]
    return {each.school.pk: (each.pupils, each.missing) for each in schools}


def test_home_of_a_class_teacher_asks_for_families_and_consent(cast):
    page = cast.client("class_teacher", cast.classes[0]).get("/").content.decode()
    assert "gap=guardian" in page
    assert "gap=consent" in page


def test_strangers_see_other_schools_only(cast):
    assert cast.client("principal", cast.far).get("/data-quality/").context["schools"] == []
    assert cast.client("class_teacher", cast.classes[0]).get("/data-quality/").status_code == 403
