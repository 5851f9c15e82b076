"""The pages about pupils: who sees what, and what a stranger gets."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.transfers import ask_transfer
from santong.domains.campus.students.models import Guardianship, Pupil, Transfer
from santong.domains.campus.students.tests.conftest import number
from santong.domains.platform.identity.public import NewPerson, create_people
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry, UndoStep

pytestmark = pytest.mark.django_db


def test_teaching_affairs_find_pupils_by_every_way_of_writing(cast):
    client = cast.client("teaching_affairs", cast.school)
    wanted = {"曾一": 1, "曾": 5, "zeng": 5, "zengyi": 1, "zy": 1, number(0): 1, f"G{number(1)}": 1}
    for query, found in wanted.items():
        response = client.get("/pupils/", {"q": query})
        assert len(response.context["rows"]) == found, query


def test_numbers_are_masked_on_pages_and_in_exports(cast):
    client = cast.client("teaching_affairs", cast.school)
    pages = [
        client.get("/pupils/").content.decode(),
        client.get(f"/pupils/{cast.pupils[0].pk}/").content.decode(),
        client.get("/pupils/export/?format=csv").getvalue().decode(),
    ]
    for page in pages:
        assert "曾一" in page and number(0) not in page


def test_revealing_is_for_those_who_may_and_is_recorded(cast):
    url = f"/pupils/{cast.pupils[0].pk}/reveal/"
    assert number(0) in cast.client("principal", cast.school).post(url).content.decode()
    assert AuditEntry.objects.filter(kind="read", object_id=str(cast.pupils[0].person_id)).count() == 1
    assert cast.client("class_teacher", cast.classes[0]).post(url).status_code == 403
    assert cast.client("teaching_affairs", cast.far).post(url).status_code == 404


@pytest.mark.parametrize("page", ["", "edit/", "move/", "transfer/", "leave/", "invite/"])
def test_an_intruder_finds_nothing_and_a_reader_may_not_write(cast, page):
    url = f"/pupils/{cast.pupils[0].pk}/{page}"
    assert cast.client("teaching_affairs", cast.school).get(url).status_code == 200
    assert cast.client("teaching_affairs", cast.other).get(url).status_code == 404
    assert cast.client("class_teacher", cast.classes[1]).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    if page not in ("",):
        assert cast.client("county_officer", cast.city).get(url).status_code == 403


def test_a_class_teacher_sees_the_class_and_its_roster(cast):
    client = cast.client("class_teacher", cast.classes[0])
    assert len(client.get("/pupils/").context["rows"]) == 5
    page = client.get(f"/organisations/{cast.classes[0].pk}/").content.decode()
    assert "曾一" in page


def test_moving_and_leaving_through_the_pages(cast):
    client = cast.client("teaching_affairs", cast.school)
    url = f"/pupils/{cast.pupils[0].pk}"
    client.post(f"{url}/move/", {"school_class": cast.classes[1].pk, "day": "2026-03-02"})
    assert Pupil.objects.get(pk=cast.pupils[0].pk).school_class == cast.classes[1]
    client.post(f"{url}/leave/", {"day": "2026-03-02", "reason": "出国"})
    assert Pupil.objects.get(pk=cast.pupils[0].pk).status == "left"
    again = client.post(f"{url}/leave/", {"day": "2026-03-02"})
    assert again.status_code == 422 and "error-summary" in again.content.decode()
    assert client.get(f"{url}/status/nonsense/").status_code == 404


def test_a_transfer_from_school_to_school(cast):
    sender, receiver = cast.client("teaching_affairs", cast.school), cast.client("teaching_affairs", cast.far)
    wrong = sender.post(f"/pupils/{cast.pupils[0].pk}/transfer/", {"school": "0000000000"})
    assert wrong.status_code == 422
    sender.post(f"/pupils/{cast.pupils[0].pk}/transfer/", {"school": cast.far.code, "reason": "搬家"})
    transfer = Transfer.objects.get()
    assert receiver.get(f"/transfers/{transfer.pk}/").status_code == 200
    assert sender.post(f"/transfers/{transfer.pk}/accept/").status_code == 403
    assert cast.client("teaching_affairs", cast.other).get(f"/transfers/{transfer.pk}/").status_code == 404
    receiver.post(f"/transfers/{transfer.pk}/accept/", {"school_class": cast.classes[4].pk, "day": "2026-03-02"})
    assert receiver.get(f"/pupils/{cast.pupils[0].pk}/").status_code == 200
    assert sender.get(f"/pupils/{cast.pupils[0].pk}/").status_code == 404


@pytest.mark.parametrize("typed", ["丙校", "丙校 · Away", "2199000003"])
def test_the_receiving_school_is_named_or_chosen(cast, typed):
    cast.client("teaching_affairs", cast.school).post(f"/pupils/{cast.pupils[0].pk}/transfer/", {"school": typed})
    assert Transfer.objects.get().to_school == cast.far


def test_schools_to_transfer_to_are_suggested_by_name_county_and_sound(cast):
    sender = cast.client("teaching_affairs", cast.school)
    for typed in ("丙", "bingxiao", "bx", "Away", "Away 丙", "21990000"):
        page = sender.get("/transfers/schools/", {"q": typed})
        assert (cast.far.name, "Away · 2199000003") in [(pick.text, pick.about) for pick in page.context["picks"]]
    assert cast.client("principal", cast.school).get("/transfers/schools/?q=x").status_code == 403
    assert Client().get("/transfers/schools/?q=x").status_code == 302


def test_a_transfer_to_the_pupils_own_school_is_refused_with_what_was_typed(cast):
    sender = cast.client("teaching_affairs", cast.school)
    answer = sender.post(f"/pupils/{cast.pupils[0].pk}/transfer/", {"school": cast.school.name, "reason": "搬家"})
    assert answer.status_code == 422
    assert cast.school.name in str(answer.context["form"]["school"]) and "搬家" in answer.content.decode()


def test_a_transfer_can_be_refused_and_withdrawn(cast):
    transfer = ask_transfer(acting=SYSTEM, pupil=cast.pupils[0], to_school=cast.far)
    cast.client("teaching_affairs", cast.far).post(f"/transfers/{transfer.pk}/refuse/", {"answer": "学位已满"})
    transfer.refresh_from_db()
    assert (transfer.state, transfer.answer) == ("refused", "学位已满")
    second = ask_transfer(acting=SYSTEM, pupil=cast.pupils[0], to_school=cast.far)
    cast.client("teaching_affairs", cast.school).post(f"/transfers/{second.pk}/withdraw/")
    second.refresh_from_db()
    assert second.state == "withdrawn"


def test_whoever_offers_a_pupil_is_told_the_answer_without_a_name(cast):
    sender, receiver = (cast.client("teaching_affairs", school) for school in (cast.school, cast.far))
    sender.post(f"/pupils/{cast.pupils[0].pk}/transfer/", {"school": cast.far.code, "reason": "搬家"})
    transfer = Transfer.objects.get()
    page = receiver.post(f"/transfers/{transfer.pk}/refuse/", {"answer": "学位已满"}, follow=True)
    told = sender.get("/notices/").content.decode()
    assert f"学生转学未被接收：{cast.far.name}" in told and cast.pupils[0].person.name not in told
    step = re.search(r"/kit/undo/[\w-]+/", page.content.decode())
    receiver.post(step.group())
    assert 'class="tag info"' not in sender.get("/notices/").content.decode(), "withdrawn with the answer"
    assert "学生转学" not in receiver.get("/notices/").content.decode()


def test_guardians_see_their_children_only(cast):
    [parent] = create_people(acting=SYSTEM, drafts=[NewPerson("曾父", cast.school.path)])
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(cast.pupils[0], parent)])
    client = Client()
    client.force_login(parent)
    assert "曾一" in client.get("/family/").content.decode()
    assert client.get(f"/pupils/{cast.pupils[0].pk}/").status_code == 200
    assert client.get(f"/pupils/{cast.pupils[1].pk}/").status_code == 404
    assert [row.pk for row in client.get("/pupils/").context["rows"]] == [cast.pupils[0].pk]
    assert client.get("/pupils/export/").status_code == 403
    link = Guardianship.objects.get()
    client.post(f"/family/{link.pk}/consent/")
    assert "2026-1" in client.get("/family/").content.decode()
    wrong = client.post("/family/join/", {"code": "AAAA-BBBB"}).content.decode()
    assert "AAAA-BBBB" in wrong and "曾一" in wrong
    client.post(f"/family/{link.pk}/end/")
    assert client.get(f"/pupils/{cast.pupils[0].pk}/").status_code == 404
    client.post(f"/kit/undo/{UndoStep.objects.get().pk}/")
    assert client.get(f"/pupils/{cast.pupils[0].pk}/").status_code == 200
    assert "2026-1" in client.get("/family/").content.decode()


def test_an_invitation_from_code_to_child(cast):
    teacher = cast.client("class_teacher", cast.classes[0])
    page = teacher.post(f"/pupils/{cast.pupils[2].pk}/invite/", {"relation": "52"})
    code = page.context["code"]
    assert code in page.content.decode()
    [parent] = create_people(acting=SYSTEM, drafts=[NewPerson("曾母", cast.school.path)])
    client = Client()
    client.force_login(parent)
    assert client.post("/family/join/", {"code": "AAAA-BBBB"}).status_code == 422
    client.post("/family/join/", {"code": code})
    assert cast.pupils[2].person.name in client.get("/family/").content.decode()


def test_gaps_are_found(cast):
    client = cast.client("teaching_affairs", cast.school)
    assert len(client.get("/pupils/?gap=guardian").context["rows"]) == 5
    assert len(client.get("/pupils/?gap=id_number").context["rows"]) == 0


def test_editing_keeps_what_was_typed_and_says_what_is_wrong(cast):
    client = cast.client("teaching_affairs", cast.school)
    url = f"/pupils/{cast.pupils[0].pk}/edit/"
    wrong = client.post(url, {"ethnic_group": "03", "roll_number": "G123"})
    assert wrong.status_code == 422 and "G123" in wrong.content.decode()
    client.post(url, {"ethnic_group": "03", "traits": ["boarder"], "roll_number": ""})
    pupil = Pupil.objects.get(pk=cast.pupils[0].pk)
    assert (pupil.ethnic_group, pupil.traits) == ("03", ",boarder,") and pupil.roll_number == f"G{number(0)}"
