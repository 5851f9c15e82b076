"""Slips for classes, guardians and staff: who may print which, and what the lists say."""

from __future__ import annotations

import pytest
from django.test import Client

from santong.domains.campus.staff.public import NewStaff, employ
from santong.domains.campus.students.actions.families import NewGuardian, end_guardianship, link_guardians
from santong.domains.campus.students.activation.queries import shares_of
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.tests.conftest import ENTERED
from santong.domains.platform.access.public import Appointment, appoint
from santong.domains.platform.identity.models import ActivationCode
from santong.domains.platform.identity.public import NewPerson, Person, create_people, issue_codes
from santong.kit.access import SYSTEM
from santong.lib import chinese_fonts

pytestmark = pytest.mark.django_db


@pytest.fixture
def guardians(cast) -> list[Person]:
    """Two guardians of the first class; the second works at a school as well."""
    people = create_people(acting=SYSTEM, drafts=[NewPerson("曾父", cast.school.path), NewPerson("李母", "")])
    pairs = zip(cast.pupils, people, strict=False)
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, person) for pupil, person in pairs])
    appoint(acting=SYSTEM, person=people[1], role="principal", organisation=cast.far)
    return people


def test_a_class_teacher_prints_the_missing_of_the_class(cast):
    done = cast.pupils[0].person
    done.set_password("chosen by the pupil")
    done.save()
    client = cast.client("class_teacher", cast.classes[0])
    url = f"/activation/classes/{cast.classes[0].pk}/"
    assert client.get("/activation/")["Location"] == url
    page = client.get(url)
    assert (page.context["activated"], page.context["missing"]) == (1, 4)
    response = client.post(url, {"who": "missing"})
    assert response["Content-Type"] == "application/pdf" and response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF")
    codes = ActivationCode.objects.all()
    assert codes.count() == 4 and done.pk not in codes.values_list("person_id", flat=True)
    assert "已发激活单" in client.get(url).content.decode()
    assert "1 / 5" in client.get(f"/organisations/{cast.classes[0].pk}/").content.decode()


def test_the_selected_get_slips_and_nobody_else(cast):
    client = cast.client("teaching_affairs", cast.school)
    url = f"/activation/classes/{cast.classes[0].pk}/"
    stranger = cast.client("teaching_affairs", cast.far)
    outsider = Person.objects.get(username=f"teaching_affairs-{cast.far.pk}")
    chosen = cast.pupils[1].person
    client.post(url, {"who": "selected", "ids": [chosen.pk, outsider.pk]})
    assert [code.person_id for code in ActivationCode.objects.all()] == [chosen.pk]
    assert client.post(url, {"who": "selected"}).status_code == 302
    assert stranger.post(url, {"who": "missing"}).status_code == 404


def test_slips_that_still_work_become_void_only_after_a_question(cast):
    client = cast.client("class_teacher", cast.classes[0])
    url = f"/activation/classes/{cast.classes[0].pk}/"
    client.post(url, {"who": "selected", "ids": [pupil.person_id for pupil in cast.pupils[:2]]})
    before = list(ActivationCode.objects.values_list("pk", "voided_at"))
    asked = client.post(url, {"who": "missing"})
    page = asked.content.decode()
    assert "2 张" in page and "data-open" in page and (asked.context["voided"], len(asked.context["asked"])) == (2, 5)
    assert "data-open" in client.post(url, {"who": "missing", "voided": "1"}).content.decode(), "told of fewer"
    assert list(ActivationCode.objects.values_list("pk", "voided_at")) == before
    ids = [member.person.pk for member in asked.context["asked"]]
    printed = client.post(url, {"who": "selected", "ids": ids, "voided": "2"})
    assert printed["Content-Type"] == "application/pdf"
    assert ActivationCode.objects.exclude(voided_at=None).count() == 2 and ActivationCode.objects.count() == 7


def test_guardians_who_are_staff_somewhere_get_none_from_a_class(cast, guardians):
    client = cast.client("class_teacher", cast.classes[0])
    url = f"/activation/classes/{cast.classes[0].pk}/?who=guardians"
    page = client.get(url).content.decode()
    assert "请由" in page and f'value="{guardians[1].pk}"' not in page
    client.post(url, {"who": "selected", "ids": [person.pk for person in guardians]})
    assert not ActivationCode.objects.exists(), "one of them isn't the class teacher's, so nothing is printed"
    client.post(url, {"who": "missing"})
    assert [code.person_id for code in ActivationCode.objects.all()] == [guardians[0].pk]


def test_the_school_sees_how_far_each_class_is(cast, guardians, django_assert_max_num_queries):
    client = cast.client("teaching_affairs", cast.school)
    shares = shares_of(SYSTEM, cast.school)
    assert [(each.pupils.total, each.guardians.total) for each in shares] == [(5, 2), (0, 0)]
    with django_assert_max_num_queries(20):
        page = client.get(f"/activation/schools/{cast.school.pk}/").content.decode()
    assert "0 / 5" in page and "0 / 2" in page
    assert "as-cards" in page and page.count("data-label=") == 6, "on phones each class is a card"


def test_pupils_without_a_class_have_a_row_and_slips(cast, guardians):
    child = cast.pupils[0]
    Pupil.objects.filter(pk=child.pk).update(path=cast.school.path, school_class=None)
    Guardianship.objects.filter(child=child.person).update(path=cast.school.path)
    shares = shares_of(SYSTEM, cast.school)
    assert [(each.name, each.pupils.total) for each in shares][-1] == ("未分班", 1)
    client = cast.client("teaching_affairs", cast.school)
    panel = client.get(f"/schools/{cast.school.pk}/").content.decode()
    page = client.get(f"/activation/schools/{cast.school.pk}/")
    assert "0 / 5" in panel and page.context["pupils"].total == 5 and "未分班" in page.content.decode()
    url = f"/activation/classes/{cast.school.pk}/"
    assert "未分班" in client.get(url).content.decode()
    client.post(url, {"who": "missing"})
    client.post(f"{url}?who=guardians", {"who": "missing"})
    assert {code.person_id for code in ActivationCode.objects.all()} == {child.person_id, guardians[0].pk}
    assert cast.client("class_teacher", cast.classes[0]).get(url).status_code in (403, 404)


def test_staff_get_slips_from_those_who_keep_the_school(cast):
    [person] = create_people(acting=SYSTEM, drafts=[NewPerson("王老师", cast.school.path)])
    employ(acting=SYSTEM, school=cast.school, drafts=[NewStaff(person)], day=ENTERED)
    url = f"/activation/staff/{cast.school.pk}/"
    assert cast.client("class_teacher", cast.classes[0]).get(url).status_code in (403, 404)
    response = cast.client("teaching_affairs", cast.school).post(url, {"who": "missing"})
    assert response["Content-Type"] == "application/pdf"
    assert ActivationCode.objects.get().person_id == person.pk


@pytest.mark.parametrize("place", ["classes/{0}", "schools/{1}", "staff/{1}"])
def test_a_stranger_sees_no_slips(cast, place):
    url = f"/activation/{place.format(cast.classes[0].pk, cast.school.pk)}/"
    assert Client().get(url).status_code == 302
    assert cast.client("subject_teacher", cast.classes[0]).get(url).status_code in (403, 404)
    assert cast.client("principal", cast.school).get(url).status_code == 403
    assert cast.client("class_teacher", cast.classes[2]).get(url).status_code in (403, 404)


def test_without_a_chinese_font_nothing_is_made(cast, monkeypatch):
    monkeypatch.setattr(chinese_fonts, "FOLDERS", ())
    chinese_fonts.chinese_font.cache_clear()
    client = cast.client("class_teacher", cast.classes[0])
    answer = client.post(f"/activation/classes/{cast.classes[0].pk}/", {"who": "missing"}, follow=True)
    chinese_fonts.chinese_font.cache_clear()
    assert "fonts-noto-cjk" in answer.content.decode() and not ActivationCode.objects.exists()


def test_a_parent_keeps_the_role_as_a_fact_after_a_slip(cast, guardians):
    """The account becomes one that is used, and nothing that it may do is given by hand now."""
    parent = guardians[0]
    before = list(Appointment.objects.filter(person=parent).values())
    assert [(row["role"], row["origin"]) for row in before] == [("parent", "fact")]
    [slip] = issue_codes(acting=SYSTEM, path=cast.school.path, people=[parent])
    client = Client()
    client.post("/activate/", {"code": slip.code})
    client.post("/activate/person/")
    client.post("/activate/password/", {"new": "river stone lantern", "again": "river stone lantern"})
    assert client.get("/").status_code == 200
    assert list(Appointment.objects.filter(person=parent).values()) == before
    teacher = cast.client("class_teacher", cast.classes[0])
    answer = teacher.post(f"/activation/classes/{cast.classes[0].pk}/", {"who": "selected", "ids": [parent.pk]})
    assert answer.status_code in (200, 302)
    link = Guardianship.objects.get(guardian=parent)
    end_guardianship(acting=SYSTEM, guardianship=link)
    assert not Appointment.objects.filter(person=parent).not_over(ENTERED).exists(), "it ends with the fact"
