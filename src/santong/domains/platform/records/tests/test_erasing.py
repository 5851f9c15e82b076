"""Taking a person out of the records: what goes and stays, who asks, who decides."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from santong.domains.platform.access.public import Kin
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.duplicates.models import Merger
from santong.domains.platform.identity.public import Person
from santong.domains.platform.records.actions.erasing import erase_person
from santong.domains.platform.records.models import Document, ErasureRequest, Learner
from santong.domains.platform.records.queries.learners import account_name
from santong.domains.platform.records.queries.own import record_texts
from santong.domains.platform.records.tests.cast import ACTIVITY, learner, statement
from santong.kit.jobs.testing import run_due
from santong.kit.models import AuditEntry
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db
State = ErasureRequest.State


def actor_of(person: Person) -> dict[str, object]:
    return {"account": {"homePage": settings.PUBLIC_URL, "name": account_name(person.pk)}}


def the_request() -> ErasureRequest:
    return ErasureRequest.objects.unscoped("test").get()


@pytest.fixture
def pupil(region) -> Person:
    return somebody("pupil", region["east"], "pupil")


@pytest.fixture
def mother(region, pupil):
    person = somebody("parent", region["west"], "mother")
    with registry.declaring(Kin(lambda person_id: [(person.pk, "监护人")] if person_id == pupil.pk else [])):
        yield person


def test_what_was_done_stays(region, city):
    actor = learner("pupil", region["east"].path)
    other = {"mbox": "mailto:other@example.org"}
    ids = city.store(statement(actor=actor), statement(actor=other, context={"instructor": actor}))
    city.send("PUT", "activities/state", {}, activityId=ACTIVITY, agent=actor, stateId="s")
    assert erase_person(Person.objects.unscoped("test").get(username="pupil").pk) == 2
    assert city.found(agent=actor, related_agents="true") == []
    assert city.found() == ids[::-1]
    assert actor["account"]["name"] not in str(city.get().content)
    nobody = city.get(statementId=ids[0]).json["actor"]
    assert city.found(agent=nobody, related_agents="true") == ids[::-1]
    assert Document.objects.count() == Learner.objects.count() == 0


def test_a_name_beside_the_account_goes_too(city, pupil):
    named = {**actor_of(pupil), "name": "张小明"}
    other = {"mbox": "mailto:other@example.org", "name": "李老师"}
    lesson = {"id": ACTIVITY, "definition": {"name": {"zh-CN": "分数"}}}
    city.store(statement(actor=named, object=lesson), statement(actor=other, context={"instructor": named}))
    erase_person(pupil.pk)
    text = city.get().content.decode()
    assert "张小明" not in text
    assert "李老师" in text
    assert "分数" in text


def test_somebody_entered_three_times_is_read_and_erased_as_one(region, city, pupil):
    accounts = [pupil, *(somebody("pupil", region["east"], f"again{n}") for n in range(2))]
    for kept, dropped in pairwise(accounts):
        Merger.objects.create(kept=kept, dropped=dropped, path=region["east"].path, made_by_id=pupil.pk, journal=b"x")
    city.store(*[statement(actor=actor_of(one)) for one in accounts])
    city.store(statement(actor=actor_of(accounts[0]), context={"instructor": actor_of(accounts[2])}))
    assert len(list(record_texts(pupil.pk))) == 4
    erase_person(accounts[1].pk)
    assert not list(record_texts(pupil.pk))
    assert len(city.found()) == 4
    assert len({json.dumps(one["actor"]) for one in city.get().json["statements"]}) == 1


def test_accounts_that_were_separated_again_are_two(region, city, pupil):
    other = somebody("pupil", region["east"], "other")
    merger = Merger.objects.create(kept=pupil, dropped=other, path="", made_by_id=pupil.pk, journal=b"")
    city.store(statement(actor=actor_of(pupil)), statement(actor=actor_of(other)))
    Merger.objects.unscoped("test").filter(pk=merger.pk).update(taken_back_at=merger.made_at)
    erase_person(pupil.pk)
    assert len(list(record_texts(other.pk))) == 1


def test_from_the_request_to_the_erasure(region, city, pupil, mother):
    city.store(*[statement(actor=actor_of(pupil)) for _ in range(3)])
    home, family = reverse("records:person", args=[pupil.pk]), client_of(mother)
    ask = reverse("records:erasure-ask", args=[pupil.pk])
    assert ask in family.get(home).content.decode()
    assert "3 条" in family.get(ask).content.decode()
    for _ in range(2):
        assert family.post(ask, {"reason": "搬家"}).headers["Location"] == home
    request = the_request()
    assert (request.state, request.asked_by, request.path) == (State.OPEN, mother, region["east"].path)
    officer = signed_in("principal", region["east"])
    assert pupil.name in officer.get(reverse("records:erasures")).content.decode()
    grant = reverse("records:erasure-grant", args=[request.pk])
    assert "3 条" in officer.get(grant).content.decode()
    assert city.found(agent=actor_of(pupil))
    for _ in range(2):
        officer.post(grant)
    (job,) = run_due()
    assert "3 条" in job.outcome["text"]
    request.refresh_from_db()
    assert (request.state, request.changed, request.decided_by.username) == (State.DONE, 3, "principal")
    assert len(city.found()) == 3
    page = family.get(home).content.decode()
    assert "已抹除" in page
    assert "3 条" in page
    assert "您申请的抹除已完成" in family.get("/notices/").content.decode()
    entries = AuditEntry.objects.filter(model="records.erasurerequest")
    assert {"records.ask_erasure", "records.grant_erasure", "records.erase"} <= {entry.verb for entry in entries}
    assert "搬家" not in str(list(entries.values()))


def test_refused_withdrawn_and_asked_again(region, pupil):
    browser, officer = client_of(pupil), signed_in("security_officer", region["city"])
    ask = reverse("records:erasure-ask", args=[pupil.pk])
    withdraw = reverse("records:erasure-withdraw", args=[pupil.pk])
    assert browser.post(withdraw).status_code == 404
    browser.post(ask)
    refuse = reverse("records:erasures-refuse", args=[the_request().pk])
    assert officer.post(refuse, {"answer": " "}).status_code == 422
    officer.post(refuse, {"answer": "毕业前须保存"})
    assert "毕业前须保存" in browser.get(reverse("records:own")).content.decode()
    assert "当前状态已是" in browser.post(withdraw, follow=True).content.decode()
    browser.post(ask)
    browser.post(withdraw)
    states = ErasureRequest.objects.unscoped("test").order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.REFUSED, State.WITHDRAWN]
    late = officer.post(reverse("records:erasure-grant", args=[ErasureRequest.objects.unscoped("test").last().pk]))
    assert late.status_code == 302
    assert not run_due()


def test_nobody_decides_about_themselves(region):
    principal = somebody("principal", region["east"], "principal")
    browser = client_of(principal)
    browser.post(reverse("records:erasure-ask", args=[principal.pk]))
    browser.post(reverse("records:erasure-grant", args=[the_request().pk]))
    assert the_request().state == State.OPEN


def test_who_may_ask_and_who_may_decide(region, pupil):
    client_of(pupil).post(reverse("records:erasure-ask", args=[pupil.pk]))
    ask = reverse("records:erasure-ask", args=[pupil.pk])
    decide = [reverse(f"records:{page}", args=[the_request().pk]) for page in ("erasure-grant", "erasures-refuse")]
    seen = {
        signed_in("class_teacher", region["east"]): (403, 404),
        signed_in("parent", region["east"], "other-parent"): (404, 404),
        signed_in("principal", region["west"], "elsewhere"): (404, 404),
        signed_in("school_it", region["east"]): (404, 404),
        client_of(pupil): (200, 403),
        Client(): (302, 302),
    }
    for browser, (asking, deciding) in seen.items():
        assert browser.get(ask).status_code == asking
        for address in decide:
            assert browser.get(address).status_code == deciding
            assert browser.post(address, {"answer": "x"}).status_code == deciding
    assert the_request().state == State.OPEN
