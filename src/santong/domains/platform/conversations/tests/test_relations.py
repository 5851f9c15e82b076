"""Who may write to whom by role alone: bureaus with those in charge of their schools, help from a school's IT."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.public import end_appointments
from santong.domains.platform.conversations.actions import begin
from santong.domains.platform.conversations.relations import Wanted, contact, contacts
from santong.domains.platform.conversations.tests.conftest import WHO, Talk
from santong.kit.access import NOBODY, SYSTEM, Viewer

pytestmark = pytest.mark.django_db

MAY = (
    ("in_charge", "east", "head"), ("in_charge", "east", "it"), ("in_charge", "east", "affairs"),
    ("in_charge", "city", "head"), ("in_charge", "city", "far-head"), ("in_charge", "west", "far-head"),
    ("help", "ann", "it"), ("help", "eve", "it"), ("help", "cleo", "it"), ("help", "dan", "it"), ("help", "head", "it"),
)  # fmt: skip
MAY_NOT = (
    ("in_charge", "east", "far-head"), ("in_charge", "west", "head"), ("in_charge", "west", "it"),
    ("in_charge", "east", "cleo"), ("in_charge", "east", "ann"), ("in_charge", "eye", "head"),
    ("in_charge", "head", "ann"), ("in_charge", "kid", "head"), ("in_charge", "ann", "east"),
    ("help", "ann", "far-it"), ("help", "ann", "head"), ("help", "ann", "cleo"), ("help", "ann", "bob"),
    ("help", "kid", "it"), ("help", "it", "kid"), ("help", "far-it", "ann"), ("help", "east", "it"),
    ("help", "head", "far-it"), ("help", "it", "it"), ("nothing", "ann", "it"), ("", "ann", "it"),
)  # fmt: skip


@pytest.mark.parametrize(("relation", "one", "other"), MAY)
def test_both_find_each_other(talk: Talk, relation: str, one: str, other: str):
    for asks, answers in ((one, other), (other, one)):
        assert contact(talk.viewer(asks), relation, talk.people[answers].pk), f"{asks} → {answers}"
        row = begin(acting=talk.viewer(asks), relation=relation, person=talk.people[answers])
        assert talk.reads(answers, row) and talk.reads(asks, row)


@pytest.mark.parametrize(("relation", "one", "other"), MAY_NOT)
def test_neither_finds_the_other(talk: Talk, relation: str, one: str, other: str):
    for asks, answers in ((one, other), (other, one)):
        assert contact(talk.viewer(asks), relation, talk.people[answers].pk) is None, f"{asks} → {answers}"
        with pytest.raises(PermissionDenied):
            begin(acting=talk.viewer(asks), relation=relation, person=talk.people[answers])
        address = f"/conversations/to/{relation or 'none'}/{talk.people[answers].pk}/"
        assert talk.client(asks).get(address).status_code == 404
        assert talk.client(asks).post(address, {"text": "您好"}).status_code == 404


def test_every_relation_holds_both_ways(talk: Talk):
    """Whoever is found finds the one who asked: otherwise an answer would be refused."""
    viewers = {person.pk: talk.viewer(name) for name, person in talk.people.items()}
    for name in WHO:
        for relation, found in contacts(talk.viewer(name), Wanted(most=500)).items():
            for each in found:
                back = contact(viewers[each.person], relation, talk.people[name].pk)
                assert back is not None, f"{relation}: {each.name} doesn't find {name}"
                assert back.place == each.place, f"{relation}: it stands at two places for {name} and {each.name}"


def test_nobody_writes_to_anybody(talk: Talk):
    assert contacts(NOBODY, Wanted()) == {}
    assert contact(NOBODY, "help", talk.people["it"].pk) is None
    assert contacts(Viewer(person_id=talk.people["ann"].pk), Wanted()) == {}, "somebody without a role"


def test_found_by_name_and_no_more_than_asked_for(talk: Talk):
    found = contacts(talk.viewer("it"), Wanted(text="cleo"))
    assert [each.name for each in found["help"]] == ["Person cleo"]
    assert len(contacts(talk.viewer("it"), Wanted(most=2))["help"]) == 2
    page = talk.client("it").get("/conversations/new/", {"q": "cleo"}).content.decode()
    assert "Person cleo" in page and "Person ann" not in page
    assert "没有这个姓名的人" in talk.client("it").get("/conversations/new/", {"q": "zzz"}).content.decode()


def test_a_closed_account_is_not_found(talk: Talk):
    type(talk.people["it"]).objects.filter(pk=talk.people["it"].pk).update(is_active=False)
    assert contact(talk.viewer("ann"), "help", talk.people["it"].pk) is None


def test_a_relation_that_ends_closes_for_writing_and_not_for_reading(talk: Talk):
    row = talk.helped()
    talk.says("ann", row, "打不开作业")
    end_appointments(acting=SYSTEM, appointments=list(Appointment.objects.filter(person=talk.people["it"])))
    page = talk.reads("ann", row)
    assert "打不开作业" in page and "只能查看" in page and "<textarea" not in page
    refused = talk.posts("ann", row, "还在吗")
    assert refused.status_code == 422 and "只能查看" in refused.content.decode()
    assert row.messages.count() == 1


def test_the_first_message_begins_the_conversation_and_the_second_goes_on(talk: Talk):
    from santong.domains.platform.conversations.models import Conversation

    address = f"/conversations/to/help/{talk.people['it'].pk}/"
    client = talk.client("ann")
    assert client.get(address).status_code == 200 and not Conversation.objects.exists(), "looking makes nothing"
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": "密码忘了"}).status_code == 302
    row = Conversation.objects.get(kind="one")
    assert client.get(address)["Location"] == f"/conversations/{row.pk}/"
    back = f"/conversations/to/help/{talk.people['ann'].pk}/"
    assert talk.client("it").post(back, {"text": "已重置"}).status_code == 302
    assert Conversation.objects.get(kind="one") == row and row.messages.count() == 2
