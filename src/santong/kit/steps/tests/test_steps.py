"""Steps as people meet them, on transfers between two schools: who may, when, what is said, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client
from django.urls import reverse

from santong.domains.campus.students.actions.transfers import (
    accept_transfer,
    ask_transfer,
    refuse_transfer,
    withdraw_transfer,
)
from santong.domains.campus.students.models import Transfer
from santong.domains.campus.students.tables import TransferTable
from santong.domains.campus.students.tests.conftest import Cast, cast
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.audit import Action
from santong.kit.models import AuditEntry, UndoStep
from santong.kit.pages import ModelPages, StepPage
from santong.kit.pages.steps import bulk_steps, demand_distinct, take_with_many
from santong.kit.refusals import NotPossible
from santong.kit.registry import registry
from santong.kit.steps import Condition, Holds, Is, Whoever, every_step, step
from santong.kit.undo import take_back

__all__ = ["cast"]

DAY = date(2026, 9, 1)


@pytest.fixture
def offer(cast: Cast) -> Transfer:
    return ask_transfer(acting=SYSTEM, pupil=cast.pupils[0], to_school=cast.other)


def test_a_step_writes_its_state_and_what_its_body_set_under_its_name(offer):
    refuse_transfer(acting=SYSTEM, transfer=offer, answer="班额已满")
    stored = Transfer.objects.unscoped("test").get(pk=offer.pk)
    assert (stored.state, stored.answer) == ("refused", "班额已满")
    assert offer.state == "refused"
    entry = AuditEntry.objects.filter(model="students.transfer").latest("pk")
    assert entry.verb == "students.refuse_transfer" and set(entry.changes) == {"state", "answer", "decided_on"}


def test_it_is_refused_in_another_state_and_says_which(offer):
    known = Transfer.objects.unscoped("test").get(pk=offer.pk)
    withdraw_transfer(acting=SYSTEM, transfer=offer)
    with pytest.raises(NotPossible, match=str(offer.get_state_display())):
        refuse_transfer(acting=SYSTEM, transfer=known, answer="晚了")
    assert known.state == "withdrawn", "the row in hand shows what is stored"


def test_who_may_is_asked_before_anything_happens(offer, cast):
    sender = Viewer(1, (Grant("teaching_affairs", cast.school.path),))
    with pytest.raises(PermissionDenied):
        refuse_transfer(acting=sender, transfer=offer, answer="不行")
    assert Transfer.objects.unscoped("test").get(pk=offer.pk).state == "asked"


def test_a_body_that_refuses_leaves_the_row_as_stored(offer, cast):
    with pytest.raises(NotPossible) as refused:
        accept_transfer(acting=SYSTEM, transfer=offer, school_class=cast.classes[0], day=DAY)
    assert refused.value.field == "school_class"
    assert (offer.state, offer.decided_on) == ("asked", None)


def test_rules_are_joined():
    row = type("Row", (), {"path": "0001", "owner_id": 7})()
    owner, other = Viewer(7), Viewer(8)
    both = Is("owner_id") | Whoever(lambda viewer, row: viewer.person_id == 8)
    assert both.allows(owner, row) and both.allows(other, row)
    assert not (Is("owner_id") & Whoever(lambda viewer, row: False)).allows(owner, row)
    assert (~Is("owner_id")).allows(other, row) and not (~Is("owner_id")).allows(owner, row)
    assert not Is("owner_id").allows(Viewer(), type("Row", (), {"owner_id": None})())
    assert set((Holds("pupils.view") | Holds("pupils.change")).permissions) == {"pupils.view", "pupils.change"}


def test_a_condition_forbids_with_its_reason(offer):
    made = step(
        Transfer, "tests.forbidden", who=Holds("pupils.change"), unless=(Condition(lambda a, r: True, "Not today."),)
    )(_nothing)
    with pytest.raises(NotPossible, match="Not today"):
        made(acting=SYSTEM, transfer=offer)
    assert not made.is_open(SYSTEM, offer)


def _nothing(*, acting: Viewer, transfer: Transfer) -> None:
    """A body that leaves the row alone."""


def test_what_takes_no_row_is_no_step():
    with pytest.raises(TypeError):
        step(Transfer, "tests.rowless", who=Holds("pupils.change"))(lambda acting: None)


def test_a_name_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        step(Transfer, "students.refuse_transfer", who=Holds("pupils.change"))(_nothing)
    assert len({each.name for each in every_step()}) == len(list(every_step()))


# The pages.


def receiving(cast: Cast) -> Client:
    return cast.client("teaching_affairs", cast.other)


def sending(cast: Cast) -> Client:
    return cast.client("teaching_affairs", cast.school)


def page_of(client: Client, offer: Transfer) -> str:
    return client.get(f"/transfers/{offer.pk}/").content.decode()


def test_buttons_show_what_this_viewer_can_do_now(offer, cast):
    there, here = page_of(receiving(cast), offer), page_of(sending(cast), offer)
    assert f"/transfers/{offer.pk}/accept/" in there and f"/transfers/{offer.pk}/withdraw/" not in there
    assert f"/transfers/{offer.pk}/accept/" not in here and f"/transfers/{offer.pk}/withdraw/" in here
    withdraw_transfer(acting=SYSTEM, transfer=offer)
    assert "/withdraw/" not in page_of(cast.client("teaching_affairs", cast.school, "again"), offer)


@pytest.mark.parametrize("address", ["accept", "refuse", "withdraw"])
def test_strangers_and_intruders_are_refused(offer, cast, address):
    url = f"/transfers/{offer.pk}/{address}/"
    assert Client().get(url).status_code == 302
    assert cast.client("teaching_affairs", cast.far).post(url).status_code == 404
    wrong = sending(cast) if address != "withdraw" else receiving(cast)
    assert wrong.post(url, {"answer": "x"}).status_code == 403
    offer.refresh_from_db()
    assert offer.state == "asked"


def test_a_step_that_asks_keeps_what_was_typed_and_says_what_is_missing(offer, cast):
    answer = receiving(cast).post(f"/transfers/{offer.pk}/refuse/", {"answer": ""})
    assert answer.status_code == 422 and "answer" in answer.context["form"].errors


def test_a_step_without_questions_happens_at_its_button_and_is_taken_back(offer, cast):
    client = sending(cast)
    client.post(f"/transfers/{offer.pk}/withdraw/")
    offer.refresh_from_db()
    assert offer.state == "withdrawn" and offer.decided_on
    client.post(reverse("kit:undo", args=[UndoStep.objects.latest("expires_at").pk]))
    offer.refresh_from_db()
    assert (offer.state, offer.decided_on) == ("asked", None)
    assert AuditEntry.objects.filter(verb="students.withdraw_transfer.back").exists()


def test_its_address_opened_by_hand_asks_with_the_button(offer, cast):
    page = sending(cast).get(f"/transfers/{offer.pk}/withdraw/")
    assert page.status_code == 200 and "csrfmiddlewaretoken" in page.content.decode()


def test_what_can_no_longer_be_taken_back_says_why(offer, cast):
    client = sending(cast)
    client.post(f"/transfers/{offer.pk}/withdraw/")
    ask_transfer(acting=SYSTEM, pupil=cast.pupils[0], to_school=cast.other)
    answer = client.post(reverse("kit:undo", args=[UndoStep.objects.latest("expires_at").pk]), follow=True)
    offer.refresh_from_db()
    assert offer.state == "withdrawn" and "无法撤销" in answer.content.decode()


def test_a_row_changed_since_is_not_put_back(offer, cast):
    client = sending(cast)
    client.post(f"/transfers/{offer.pk}/withdraw/")
    Transfer.objects.unscoped("test").filter(pk=offer.pk).update(decided_on=date(2020, 1, 1))
    answer = client.post(reverse("kit:undo", args=[UndoStep.objects.latest("expires_at").pk]), follow=True)
    assert "又被修改过" in answer.content.decode()
    offer.refresh_from_db()
    assert offer.state == "withdrawn"


def test_taken_twice_the_second_is_told(offer, cast):
    client = receiving(cast)
    client.post(f"/transfers/{offer.pk}/refuse/", {"answer": "班额已满"})
    again = client.post(f"/transfers/{offer.pk}/refuse/", {"answer": "再次"})
    assert again.status_code == 422 and "无法再进行此操作" in again.content.decode()
    offer.refresh_from_db()
    assert offer.answer == "班额已满"


def test_opened_too_late_it_leads_back_with_the_reason(offer, cast):
    withdraw_transfer(acting=SYSTEM, transfer=offer)
    answer = receiving(cast).get(f"/transfers/{offer.pk}/refuse/", follow=True)
    assert answer.redirect_chain and "无法再进行此操作" in answer.content.decode()


def test_a_page_out_of_date_is_shown_what_changed_first(offer, cast):
    client = receiving(cast)
    seen = client.get(f"/transfers/{offer.pk}/refuse/").context["edit"]._stamp_text()
    Transfer.objects.unscoped("test").filter(pk=offer.pk).update(reason="改了理由")
    answer = client.post(f"/transfers/{offer.pk}/refuse/", {"answer": "班额已满", "seen": seen})
    assert answer.status_code == 409
    offer.refresh_from_db()
    assert offer.state == "asked"


# Many at once.


class Offers(ModelPages):
    """The transfers, with a step for many."""

    model, name, namespace = Transfer, "transfers", "students"
    table = TransferTable
    steps = (StepPage(withdraw_transfer, "Withdraw", done="Withdrawn.", bulk=True),)


def test_many_at_once_with_the_reasons_of_those_left_out(cast, rf):
    offers = [ask_transfer(acting=SYSTEM, pupil=pupil, to_school=cast.other) for pupil in cast.pupils[:3]]
    withdraw_transfer(acting=SYSTEM, transfer=offers[2])
    request = rf.post("/")
    request.viewer = Viewer(cast.pupils[0].person_id, (Grant("teaching_affairs", cast.school.path),))
    request._messages = CookieStorage(request)
    take_with_many(request, Offers.steps[0], Transfer.objects.visible_to(request.viewer))
    said = [str(each) for each in request._messages]
    assert "2" in said[0] and "无法再进行此操作" in said[1]
    states = Transfer.objects.unscoped("test").order_by("pk").values_list("state", flat=True)
    assert set(states) == {"withdrawn"}
    take_back(request.viewer, UndoStep.objects.get().pk)
    assert list(states.all()) == ["asked", "asked", "withdrawn"]


def test_a_list_offers_them_to_who_may(cast):
    keeper = Viewer(1, (Grant("teaching_affairs", cast.school.path),))
    assert [page.slug for page in bulk_steps(Offers.steps, keeper)] == ["withdraw-transfer"]
    assert bulk_steps(Offers.steps, Viewer(1, (Grant("pupil", cast.school.path),))) == []


def test_two_steps_at_one_address_stop_the_start():
    with pytest.raises(ValueError, match="one address"):
        demand_distinct([Offers.steps[0], Offers.steps[0]])


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told(cast):
    offer = ask_transfer(acting=SYSTEM, pupil=cast.pupils[0], to_school=cast.other)
    start = Barrier(2)

    def answer(number: int) -> str:
        row = Transfer.objects.unscoped("test").get(pk=offer.pk)
        start.wait()
        try:
            refuse_transfer(acting=SYSTEM, transfer=row, answer=str(number))
        except NotPossible:
            return "told"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(answer, (1, 2))) == ["done", "told"]


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    """What the record says of the steps that these tests declare."""
    with registry.declaring(Action("tests.", "A step of a test")):
        yield
