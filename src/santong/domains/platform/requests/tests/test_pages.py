"""Pages: asking, deciding one after the other, drawing a path, and who is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.requests.actions import make_kind, seat_everybody_anew
from santong.domains.platform.requests.engine.invariants import faults
from santong.domains.platform.requests.models import Circulation, Opinion, OwnKind, PathVersion, Request
from santong.domains.platform.requests.storing import load
from santong.domains.platform.requests.tests.conftest import AGREED, Office
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db


def hidden(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of the forms on a page."""
    tree = html.fromstring(client.get(address).content)
    return {each.get("name"): each.get("value") or "" for each in tree.xpath("//main//form//input[@type='hidden']")}


def press(client: Client, row: Request, step: str, **typed: object) -> Request:
    address = f"/{'waiting' if step == 'agree' else 'requests'}/{row.pk}/{step}/"
    seen = hidden(client, f"/requests/{row.pk}/" if step == "agree" else address)
    client.post(address, {**seen, **typed})
    return Request.objects.get(pk=row.pk)


def test_somebody_asks_and_sees_who_is_next(office: Office):
    client = client_of(office.teacher)
    assert "出行" in client.get("/requests/new/").content.decode()
    answer = client.post("/requests/new/trip/", {"why": "家访", "days": "2"}, follow=True)
    row = Request.objects.get()
    assert row.is_running and "Person head" in answer.content.decode()
    assert row.title == "出行 · 家访"


def test_a_draft_keeps_what_is_there_and_is_sent_later(office: Office):
    client = client_of(office.teacher)
    client.post("/requests/new/trip/", {"why": "家访", "days": "", "draft": "1"})
    row = Request.objects.get()
    assert (row.state, row.values) == ("draft", {"why": "家访"})
    address = f"/requests/{row.pk}/write/"
    client.post(address, {**hidden(client, address), "why": "家访", "days": "2"})
    row.refresh_from_db()
    assert row.is_running
    assert client.get(address).status_code == 302


def test_wrong_input_comes_back_as_it_was_typed(office: Office):
    answer = client_of(office.teacher).post("/requests/new/trip/", {"why": "字" * 500, "days": "很多"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "字" * 500 in page and "很多" in page
    assert not Request.objects.exists()


def test_deciding_leads_to_the_next_one_and_is_taken_back(office: Office):
    first, second = office.ask(1), office.ask(1)
    client = client_of(office.head)
    page = client.get(f"/requests/{first.pk}/").content.decode()
    assert "第 1 件，共 2 件" in page and "同意后即批准" in page
    seen = hidden(client, f"/requests/{first.pk}/")
    answer = client.post(f"/waiting/{first.pk}/agree/", {**seen, "words": "同意"})
    assert answer["Location"] == f"/requests/{second.pk}/"
    first.refresh_from_db()
    assert first.state == "granted"
    tree = html.fromstring(client.get(answer["Location"]).content)
    (undo,) = tree.xpath("//form[contains(@action, 'undo')]/@action")
    client.post(undo)
    first.refresh_from_db()
    assert (first.state, list(faults(load(first).case))) == ("running", [])


def test_a_decision_about_something_that_moved_meanwhile_is_asked_again(office: Office):
    row, client = office.ask(kind=AGREED), client_of(office.head)
    seen = hidden(client, f"/requests/{row.pk}/")
    press(client_of(office.teacher), row, "withdraw")
    answer = client.post(f"/waiting/{row.pk}/agree/", {**seen, "words": "同意"})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.state == "withdrawn"


def test_many_are_agreed_to_at_once(office: Office):
    rows, client = [office.ask(1) for _each in range(3)], client_of(office.head)
    client.post("/waiting/bulk/", {"action": "agree", "ids": [row.pk for row in rows[:2]]})
    assert [Request.objects.get(pk=row.pk).state for row in rows] == ["granted", "granted", "running"]


def test_every_movement_has_its_page(office: Office):
    head, row = client_of(office.head), office.ask(5)
    assert press(head, row, "add", where="before", person="colleague", words="请看").is_running
    assert "Person colleague" in head.get(f"/requests/{row.pk}/").content.decode()
    assert press(head, row, "remove", number="2").tasks.get(number=2).state == "removed"
    press(head, row, "lend", person="colleague")
    press(head, row, "call-back")
    press(head, row, "circulate", person="colleague")
    press(client_of(office.colleague), row, "note")
    assert Circulation.objects.get().noted
    press(head, row, "hand", person="colleague")
    assert press(client_of(office.colleague), row, "return", to="-1", words="请补").state == "returned"
    assert press(client_of(office.teacher), row, "withdraw", words="不去了").state == "withdrawn"
    assert list(Opinion.objects.order_by("pk").values_list("verb", flat=True)) == [
        "ask", "add", "remove", "lend", "call_back", "circulate", "hand", "return", "withdraw",
    ]  # fmt: skip


def test_pupils_are_never_asked_to_decide(office: Office):
    somebody("pupil", office.region.first, "pupil")
    row = office.ask()
    press(client_of(office.head), row, "hand", person="pupil")
    assert not Opinion.objects.filter(verb="hand").exists()


def test_strangers_see_nothing_and_readers_do_nothing(office: Office):
    row, stranger = office.ask(), client_of(somebody("principal", office.region.far, "far"))
    for address in ("", "write/", "refuse/", "return/", "add/", "hand/", "circulate/", "withdraw/"):
        assert stranger.get(f"/requests/{row.pk}/{address}").status_code == 404
        assert Client().get(f"/requests/{row.pk}/{address}").status_code == 302
    assert stranger.post(f"/waiting/{row.pk}/agree/").status_code == 404
    reader = client_of(office.principal)
    assert reader.get(f"/requests/{row.pk}/").status_code == 200
    assert reader.get(f"/requests/{row.pk}/write/").status_code == 403
    assert reader.post(f"/waiting/{row.pk}/agree/").status_code == 403
    assert reader.get(f"/requests/{row.pk}/withdraw/").status_code == 403
    pupil = client_of(somebody("pupil", office.region.first, "pupil"))
    for address in ("/requests/new/", "/requests/paths/", "/requests/colleagues/", "/waiting/"):
        assert pupil.get(address).status_code == 403
    assert pupil.get("/requests/new/trip/").status_code == 404


@pytest.fixture
def keeper(office: Office) -> Client:
    return client_of(office.principal)


def test_a_path_is_drawn_tried_and_put_in_force(office: Office, keeper: Client):
    address = f"/requests/paths/{office.region.lake.pk}/trip/"
    typed = {
        "stages": "1", "title_0": "校长", "who_0": "principal", "how_0": "one", "condition_0": "天数 > 2",
    }  # fmt: skip
    keeper.post(address, {**hidden(keeper, address), **typed, "do": "add"})
    draft = PathVersion.objects.get()
    assert [stage.title for stage in draft.drawn] == ["校长", "新环节"]
    page = keeper.get(address, {"try": "1", "why": "家访", "days": "1"}).content.decode()
    assert "仅当天数大于2时" in page and "此例不需要" in page
    two = {**typed, "stages": "2", "title_1": "教务处", "who_1": "teaching_affairs", "how_1": "all"}
    keeper.post(address, {**hidden(keeper, address), **two, "do": "up-1"})
    keeper.post(address, {**hidden(keeper, address), **two, "title_0": "教务处", "title_1": "校长", "do": "force"})
    assert PathVersion.objects.get().state == "in_force"
    assert "校长" in keeper.get("/requests/paths/").content.decode()
    other = client_of(somebody("principal", office.region.hill, "hill"))
    assert other.get(address).status_code == 403


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"condition_0": "天书 > 3"}, "没有叫“天书”的项目"),
        ({"condition_0": "天数 + 3"}, "公式得出的是数字"),
        ({"condition_0": "__import__('os').system('id')"}, "公式"),
        ({"who_0": "people"}, "请至少指定一人"),
        ({"how_0": "share"}, "同意比例"),
        ({"title_0": "长" * 500}, "长" * 500),
    ],
)
def test_a_path_that_makes_no_sense_is_told_with_what_was_typed(office: Office, keeper: Client, typed, told):
    address = f"/requests/paths/{office.region.lake.pk}/trip/"
    whole = {"stages": "1", "title_0": "校长", "who_0": "principal", "how_0": "one", "do": "force", **typed}
    answer = keeper.post(address, {**hidden(keeper, address), **whole})
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not PathVersion.objects.exists()


def test_a_kind_of_ones_own_is_asked_for_at_its_place_alone(office: Office):
    field = {"name": "f0", "label": "金额", "kind": "money", "required": True, "choices": []}
    row = make_kind(acting=SYSTEM, organisation=office.region.lake, label="借款", fields=[field], is_open=True)
    teacher = client_of(office.teacher)
    teacher.post(f"/requests/new/own-{row.pk}/", {"f0": "300"})
    asked = Request.objects.get()
    assert (asked.kind, asked.values, asked.is_running) == (f"own-{row.pk}", {"f0": 300.0}, True)
    other = client_of(somebody("subject_teacher", office.region.hill, "hill-teacher"))
    assert other.get(f"/requests/new/own-{row.pk}/").status_code == 404
    OwnKind.objects.update(is_open=False)
    assert teacher.get(f"/requests/new/own-{row.pk}/").status_code == 404
    assert "300.00 元" in teacher.get(f"/requests/{asked.pk}/").content.decode()


def test_a_substitution_is_named_and_ended(office: Office):
    client, day = client_of(office.head), timezone.localdate()
    client.post("/substitutions/new/", {"person": "colleague", "since": day, "until": day + timedelta(days=2)})
    row = office.ask()
    page = client_of(office.colleague).get(f"/requests/{row.pk}/").content.decode()
    assert "您在代 Person head 审批" in page
    press(client_of(office.colleague), row, "agree", words="代办")
    assert "（代 Person head）" in client.get(f"/requests/{row.pk}/").content.decode()


def test_what_a_refused_substitution_needs_is_told_in_its_form(office: Office):
    day = timezone.localdate()
    answer = client_of(office.head).post(
        "/substitutions/new/", {"person": "head", "since": day, "until": day + timedelta(days=500)}
    )
    assert answer.status_code == 422 and "请另选他人" in answer.content.decode()


def test_the_hourly_job_finds_nothing_to_do_where_all_is_well(office: Office):
    row = office.ask()
    assert seat_everybody_anew() == 1
    row.refresh_from_db()
    assert row.moves == 1


def test_the_inbox_shows_what_waits_and_what_came_back(office: Office):
    row = office.ask()
    assert "出行 · 家访" in client_of(office.head).get("/").content.decode()
    press(client_of(office.head), row, "return", to="-1", words="请补")
    assert "出行 · 家访" in client_of(office.teacher).get("/").content.decode()
    assert "出行 · 家访" not in client_of(office.head).get("/").content.decode()
