"""Who can't get in asks whoever may help them; strangers learn nothing by asking."""

from __future__ import annotations

import pytest
from django.test import Client

from santong.domains.platform.access.testing import client_of
from santong.domains.platform.accounts.helping import ask_help, asked_here, reopen_help, settle_help
from santong.domains.platform.accounts.models import HelpRequest
from santong.domains.platform.identity.models import SecurityEvent
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.jobs.public import Job
from santong.kit.jobs.testing import run_due
from santong.kit.models import AuditEntry, UndoStep
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
ADDRESS = "/account/help/"
LIST = "/help-requests/"


def ask(identifier: str, name: str, reason: str = "password", **extra: str):
    return Client().post(ADDRESS, {"identifier": identifier, "name": name, "reason": reason}, **extra)


def asks(person: Person, reason: str = "password") -> HelpRequest:
    ask(person.username, person.name, reason)
    run_due()
    return HelpRequest.objects.get(person=person, state="open")


def names_in(client: Client, query: str = "") -> set[str]:
    page = client.get(f"{LIST}{query}").content.decode().partition("<tbody")[2]
    return {person.name for person in Person.objects.all() if f">{person.name}<" in page}


def test_the_sign_in_page_leads_to_it():
    assert f'href="{ADDRESS}"' in Client().get("/account/sign-in/").content.decode()
    assert Client().get(ADDRESS).status_code == 200


def test_a_request_reaches_the_nearest_who_may_help(region):
    lake, hill = region.lake, region.hill
    for person, place in (
        (lake.pupil, lake.school_class),
        (lake.parent, lake.school_class),
        (lake.class_teacher, lake.school),
        (lake.it, region.bureau),
        (lake.head, region.bureau),
    ):
        assert asks(person).path == place.path, person.name
    assert names_in(client_of(lake.class_teacher)) == {lake.pupil.name, lake.parent.name}
    assert names_in(client_of(lake.it)) == {lake.class_teacher.name}
    assert names_in(client_of(lake.it), "?whose=all") == {lake.class_teacher.name, lake.pupil.name, lake.parent.name}
    assert names_in(client_of(region.administrator)) == {lake.it.name, lake.head.name}
    assert names_in(client_of(hill.it), "?whose=all") == set()
    assert client_of(lake.head).get(LIST).status_code == 403
    assert Client().get(LIST).status_code == 302


def test_it_is_a_to_do_of_the_helper_until_they_have_helped(region, teacher):
    pupil = region.lake.pupil
    asks(pupil)
    viewer = Viewer(region.lake.class_teacher.pk, (Grant("class_teacher", region.lake.school_class.path),), "staff")
    assert asked_here(viewer).count() == 1
    assert ">忘记密码<" in teacher.get(LIST).content.decode()
    page = teacher.get(f"/accounts/{pupil.pk}/").content.decode()
    assert "忘记密码" in page and "确认是本人" in page
    assert teacher.post(f"/accounts/{pupil.pk}/code/").status_code == 200
    row = HelpRequest.objects.get()
    assert (row.state, row.settled_by_id, asked_here(viewer).count()) == ("helped", region.lake.class_teacher.pk, 0)
    verbs = set(AuditEntry.objects.filter(model="accounts.helprequest").values_list("verb", flat=True))
    assert verbs == {"accounts.ask_help", "accounts.settle_help"}


@pytest.mark.parametrize("action", ["slip", "reset", "unlock", "second-factor/remove"])
def test_whatever_helps_settles_it(region, it, action):
    person = region.lake.pupil
    asks(person)
    assert it.post(f"/accounts/{person.pk}/{action}/").status_code in (200, 302)
    assert HelpRequest.objects.get().state == "helped"


def test_closing_is_undone_unless_it_was_asked_again(region, teacher):
    pupil = region.lake.pupil
    asks(pupil)
    for _again in range(2):
        assert teacher.post(f"/accounts/{pupil.pk}/help/close/").status_code == 302
        assert HelpRequest.objects.get().state == "closed"
        teacher.post(f"/kit/undo/{UndoStep.objects.latest('expires_at').pk}/")
        assert HelpRequest.objects.get().state == "open"
    teacher.post(f"/accounts/{pupil.pk}/help/close/")
    ask_help(person=pupil, reason="slip")
    teacher.post(f"/kit/undo/{UndoStep.objects.latest('expires_at').pk}/")
    assert sorted(HelpRequest.objects.values_list("state", flat=True)) == ["closed", "open"]


def test_strangers_are_refused(region):
    asks(region.lake.pupil)
    address = f"/accounts/{region.lake.pupil.pk}/help/close/"
    assert Client().post(address).status_code == 302
    for person in (region.hill.it, region.hill.class_teacher, region.lake.parent):
        assert client_of(person).post(address).status_code in (403, 404)
    assert HelpRequest.objects.get().state == "open"


def test_asked_again_it_is_one_request_and_the_holder_is_told_once(region):
    pupil = region.lake.pupil
    asks(pupil)
    assert asks(pupil, "factor").reason == "factor"
    assert HelpRequest.objects.count() == 1
    assert [event.kind for event in SecurityEvent.objects.filter(person=pupil)] == ["help"]


def test_a_stranger_learns_nothing(region):
    pupil = region.lake.pupil
    answers = [
        ask(identifier, name)
        for identifier, name in ((pupil.username, pupil.name), (pupil.username, "别人"), ("nobody-here", pupil.name))
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, f"{ADDRESS}asked/")}
    assert Job.objects.count() == 3, "the same is written for each of them"
    run_due()
    assert HelpRequest.objects.count() == 1
    page = Client().get(f"{ADDRESS}asked/").content.decode()
    assert "账号是否存在" in page


def test_names_are_the_same_however_they_are_written(region):
    person = region.lake.pupil
    Person.objects.filter(pk=person.pk).update(name="欧阳晓华")
    ask(person.username, " 歐陽 曉華 ")
    run_due()
    assert HelpRequest.objects.exists()


def test_asking_is_limited_for_those_who_exist_and_those_who_do_not(region):
    pupil = region.lake.pupil
    for identifier, address in ((pupil.username, "192.0.2.1"), ("nobody-here", "192.0.2.2")):
        statuses = [ask(identifier, pupil.name, REMOTE_ADDR=address).status_code for _ in range(5)]
        assert statuses[:3] == [302, 302, 302] and statuses[-1] == 429, identifier
    last = ask(pupil.username, pupil.name)
    assert "分钟" in last.content.decode() and pupil.name in last.content.decode()


def test_what_is_missing_is_said_and_the_rest_is_kept():
    answer = ask("", "王小明")
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="王小明"' in page and 'id="id_identifier_error"' in page
    assert not Job.objects.exists()
    assert ask("x" * 65, "王", "nonsense").status_code == 422


def test_a_request_is_reopened_as_it_is_by_now(region):
    pupil = region.lake.pupil
    row, stale = asks(pupil), HelpRequest.objects.get(person=pupil)
    settle_help(acting=SYSTEM, person=pupil, state="closed")
    reopen_help(acting=SYSTEM, request=stale)
    row.refresh_from_db()
    assert (row.state, row.settled_at) == ("open", None)
    settle_help(acting=SYSTEM, person=pupil, state="closed")
    HelpRequest.objects.all().delete()
    with pytest.raises(NotPossible):
        reopen_help(acting=SYSTEM, request=stale)
