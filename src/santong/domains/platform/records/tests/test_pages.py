"""The pages: who may see and do what, secrets shown once, one's own record."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from santong.domains.platform.access.public import Kin
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.organisations.public import create_organisation
from santong.domains.platform.records.actions.use import flush_use
from santong.domains.platform.records.forms import told_apart
from santong.domains.platform.records.inspecting import inspect
from santong.domains.platform.records.models import Credential, CredentialUse, Provider
from santong.domains.platform.records.public import store_with
from santong.domains.platform.records.queries.learners import account_name
from santong.domains.platform.records.tests.cast import (
    Xapi,
    as_client,
    basic,
    learner,
    new_id,
    provider_with,
    statement,
)
from santong.domains.platform.records.vocabulary import VERBS
from santong.kit.access import SYSTEM
from santong.kit.registry import registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(region) -> Client:
    return signed_in("school_it", region["east"])


def test_a_provider_from_the_form_to_its_first_statement(region, it):
    create_organisation(acting=SYSTEM, kind="department", name="信息中心", parent=region["east"])
    assert "信息中心 · East School" in it.get(reverse("records:providers-new")).content.decode()
    answer = it.post(
        reverse("records:providers-new"),
        {"organisation": region["east"].pk, "name": "朗读工具", "purpose": "练习", "accounts_only": "on"},
    )
    provider = Provider.objects.unscoped("test").get()
    assert answer.headers["Location"] == reverse("records:providers-detail", args=[provider.pk])
    made = it.post(
        reverse("records:issue", args=[provider.pk]),
        {"scopes": ["statements/write", "statements/read"], "requests_per_minute": 60},
    )
    text = made.content.decode()
    key, secret = (m for m in re.findall(r"<dd><code>([\w-]+)</code></dd>", text))
    xapi = Xapi(basic(key, secret))
    xapi.store(statement(actor=learner("pupil", region["east"].path)))
    page = it.get(reverse("records:providers-detail", args=[provider.pk])).content.decode()
    assert key in page
    assert secret not in page
    assert "朗读工具" in it.get(reverse("records:providers")).content.decode()


def test_rotate_and_revoke(region, it):
    issued = provider_with(region["east"])
    pk = issued.credential.pk
    assert it.get(reverse("records:rotate", args=[pk])).status_code == 200
    assert issued.credential.digest == Credential.objects.unscoped("test").get().digest
    text = it.post(reverse("records:rotate", args=[pk])).content.decode()
    secret = re.findall(r"<dd><code>([\w-]+)</code></dd>", text)[1]
    assert Xapi(basic(issued.credential.key, secret)).get().status == 200
    it.post(reverse("records:revoke", args=[pk]))
    assert Xapi(basic(issued.credential.key, secret)).get().status == 401


def test_stop_and_start(region, it):
    issued = provider_with(region["east"])
    address = reverse("records:switch", args=[issued.credential.provider_id])
    page = reverse("records:providers-detail", args=[issued.credential.provider_id])
    assert it.get(address).status_code == 200
    assert "停用数据来源" in it.get(page).content.decode()
    it.post(address)
    assert as_client(issued).get().status == 401
    text = it.get(page).content.decode()
    assert "启用数据来源" in text and "停用数据来源" not in text
    it.post(address)
    assert as_client(issued).get().status == 200


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        ("school_it", "west", 404),
        ("pupil", "east", 404),
        ("principal", "east", 403),
        ("region_administrator", "city", 200),
    ],
)
def test_who_may_give_credentials(region, role, place, status):
    issued = provider_with(region["east"])
    client = signed_in(role, region[place])
    for address in (
        reverse("records:issue", args=[issued.credential.provider_id]),
        reverse("records:switch", args=[issued.credential.provider_id]),
        reverse("records:rotate", args=[issued.credential.pk]),
        reverse("records:revoke", args=[issued.credential.pk]),
    ):
        assert client.get(address).status_code == status
        assert Client().get(address).status_code == 302


def test_wrong_answers_keep_the_form(region, it):
    issued = provider_with(region["east"])
    address = reverse("records:issue", args=[issued.credential.provider_id])
    answer = it.post(address, {"scopes": [], "requests_per_minute": "60", "last_day": "2020-01-01"})
    assert answer.status_code == 422
    elsewhere = {"organisation": region["west"].pk, "name": "x", "purpose": "y"}
    outside = it.post(reverse("records:providers-new"), elsewhere)
    assert outside.status_code == 422
    assert Provider.objects.unscoped("test").count() == 1


def test_the_inspector(it, region):
    bad = json.dumps([statement(), statement(verb={"id": "x"})])
    answer = it.post(reverse("records:inspector"), {"statements": bad, "version": "1.0.3"})
    assert "verb.id" in answer.content.decode()
    assert signed_in("pupil", region["east"]).get(reverse("records:inspector")).status_code == 403
    assert [one.path for one in inspect(bad, version_2=True)] == ["", "verb.id"]
    assert inspect("{", version_2=False)[0].problem.startswith("not valid JSON")


def test_the_inspector_answers_to_an_empty_array(it):
    page = it.post(reverse("records:inspector"), {"statements": "[]", "version": "1.0.3"}).content.decode()
    assert "数组是空的" in page
    assert not any(word in page for word in ("检查结果", "会被拒收", "格式正确"))


def test_the_inspector_names_every_problem_of_a_statement(it):
    bad = statement(
        actor={"mbox": "nobody"}, verb={"display": {"??": "x"}}, object=None, colour=1,
        result={"score": {"scaled": 7, "raw": "3"}, "success": "yes"}, timestamp="yesterday",
        context={"registration": "x", "contextActivities": {"parent": [{"id": "y"}, {}]}},
    )  # fmt: skip
    found = inspect(json.dumps([bad, statement()]), version_2=False)
    assert {one.path for one in found if one.number == 1} == {
        "colour", "actor.mbox", "verb.id", "object", "result.score.scaled", "result.score.raw", "result.success",
        "timestamp", "context.registration", "context.contextActivities.parent[0].id",
    }  # fmt: skip
    assert [one.problem for one in found if one.number == 2] == [""]
    page = it.post(reverse("records:inspector"), {"statements": json.dumps([bad, bad]), "version": "1.0.3"})
    assert "2 条" in page.content.decode()
    many = [*(statement() for _ in range(250)), bad]
    page = it.post(reverse("records:inspector"), {"statements": json.dumps(many), "version": "1.0.3"}).content.decode()
    assert "1 条" in page and f"显示 {len(found) - 1} 个，共 {250 + len(found) - 1} 个" in page


def test_ones_own_record(region, east):
    person = somebody("pupil", region["east"], "pupil")
    pupil = client_of(person)
    other = learner("other", region["east"].path)
    assert pupil.get(reverse("records:own")).status_code == 200
    mine = {"account": {"homePage": other["account"]["homePage"], "name": account_name(person.pk)}}
    lesson = {"id": "http://x.org/1", "definition": {"name": {"zh-CN": "分数", "en": "fractions"}}}
    east.store(statement(actor=other), *[statement(actor=mine, object=lesson) for _ in range(30)])
    first = pupil.get(reverse("records:own")).content.decode()
    assert first.count("分数") == 25
    older = re.search(r'href="(\?after=\d+)"', first)
    assert older is not None
    assert pupil.get(reverse("records:own") + older[1]).content.decode().count("分数") == 5
    assert len(downloaded(pupil.get(reverse("records:own-download")))) == 30
    assert Client().get(reverse("records:own")).status_code == 302


def downloaded(answer: Any) -> list[dict[str, Any]]:
    return json.loads(b"".join(answer.streaming_content))


def test_filters_of_the_record(region, east, city):
    person = somebody("pupil", region["east"], "pupil")
    mine = {"account": {"homePage": settings.PUBLIC_URL, "name": account_name(person.pk)}}
    viewed = {"id": VERBS["viewed"].iri}
    east.store(statement(actor=mine, verb=viewed), statement(actor=mine))
    city.store(statement(actor=mine))
    pupil, address = client_of(person), reverse("records:own-download")
    provider = Provider.objects.unscoped("test").get(organisation=region["city"])
    today, other_day = timezone.localdate().isoformat(), "2020-01-01"
    assert len(downloaded(pupil.get(address, {"verb": "viewed"}))) == 1
    assert len(downloaded(pupil.get(address, {"provider": provider.pk}))) == 1
    assert len(downloaded(pupil.get(address, {"first": today, "last": today}))) == 3
    assert downloaded(pupil.get(address, {"last": other_day})) == []
    page = pupil.get(reverse("records:own"), {"verb": "viewed", "first": "x"})
    assert "查看" in page.content.decode()
    assert page.content.decode().count(provider.name) == 1
    assert "没有符合条件" in pupil.get(reverse("records:own"), {"last": other_day}).content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_break_nothing(region, east, day):
    pupil = somebody("pupil", region["east"], "pupil")
    account_name(pupil.pk)
    for name in ("first", "last"):
        assert client_of(pupil).get(reverse("records:own"), {name: day}).status_code == 200


def test_only_providers_that_may_write_about_somebody_are_named_to_them(region):
    for place in ("city", "east", "west"):
        provider_with(region[place])
    for place, named in (("city", {"City"}), ("east", {"City", "East School"})):
        page = signed_in("inspector", region[place], f"at-{place}").get(reverse("records:own")).content.decode()
        assert {name for name in ("City", "East School", "West School") if f"Tool of {name}" in page} == named


def test_who_sees_the_record_of_a_pupil(region, east):
    pupil = somebody("pupil", region["east"], "pupil")
    mother = somebody("parent", region["west"], "mother")
    kin = Kin(lambda person_id: [(mother.pk, "监护人")] if person_id == pupil.pk else [])
    mine = {"account": {"homePage": settings.PUBLIC_URL, "name": account_name(pupil.pk)}}
    east.store(statement(actor=mine))
    seen = {
        client_of(mother): 200,
        signed_in("class_teacher", region["east"]): 200,
        signed_in("class_teacher", region["west"], "elsewhere"): 404,
        signed_in("principal", region["east"]): 404,
        signed_in("pupil", region["east"], "classmate"): 404,
        signed_in("parent", region["east"], "other-parent"): 404,
        Client(): 302,
    }
    with registry.declaring(kin):
        for client, status in seen.items():
            for name in ("records:person", "records:person-download"):
                assert client.get(reverse(name, args=[pupil.pk])).status_code == status


def test_a_teacher_sees_no_record_of_a_colleague(region):
    colleague = somebody("subject_teacher", region["east"], "colleague")
    client = signed_in("class_teacher", region["east"])
    assert client.get(reverse("records:person", args=[colleague.pk])).status_code == 404


def test_the_status_of_a_provider(region, it):
    flush_use()  # what earlier tests counted
    cache.clear()
    issued = provider_with(region["east"], per_minute=2)
    xapi = as_client(issued)
    assert [xapi.post(body).status for body in (statement(), {}, statement())] == [200, 400, 429]
    flush_use()
    Credential.objects.unscoped("test").update(expires=timezone.now() + timedelta(days=5))
    page = it.get(reverse("records:providers-detail", args=[issued.credential.provider_id])).content.decode()
    numbers = re.findall(r'<td class="num">(\d+)</td>', page)
    assert numbers[:4] == ["3", "1", "2", "1"]
    assert "即将到期" in page
    assert "即将到期" in it.get(reverse("records:providers")).content.decode()


def test_the_inspector_speaks_the_language_of_the_page(it):
    bad = [statement(verb={"id": "x"}), statement(object=None), statement(colour=1)]
    page = it.post(reverse("records:inspector"), {"statements": json.dumps(bad), "version": "1.0.3"}).content.decode()
    for words in ("必须是带协议的 IRI", "缺少", "不是规范中的属性"):
        assert words in page


def test_what_is_stored_inside_counts_as_a_client_would_be_counted(region):
    credential = provider_with(region["east"]).credential
    for _batch in range(2):
        store_with(credential, [statement(id=new_id()) for _number in range(3)])
    use = CredentialUse.objects.get()
    assert (use.requests, use.stored) == (2, 6)


def test_providers_of_one_name_are_told_apart_by_their_place(region):
    city, east = region["city"], region["east"]
    rows = [
        Provider(pk=number, name=name, organisation=place)
        for number, (name, place) in enumerate([("平台", city), ("平台", east), ("题库", east)], 1)
    ]
    assert told_apart(rows) == [(1, f"平台 · {city.name}"), (2, f"平台 · {east.name}"), (3, "题库")]
