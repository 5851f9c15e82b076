"""What others do to an account, its holder is told."""

from __future__ import annotations

import pytest
from django.test import Client

from santong.domains.platform.access.testing import client_of
from santong.domains.platform.identity.actions import change_own_password, remove_second_factor, reset_password
from santong.domains.platform.identity.activation.actions import issue_codes
from santong.domains.platform.identity.intake import NewPerson, create_people
from santong.domains.platform.identity.models import SecurityEvent
from santong.domains.platform.identity.tests.conftest import sign_in
from santong.kit.access import SYSTEM, Viewer
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_slips_resets_and_removals_are_told(school, person):
    [newcomer] = create_people(acting=SYSTEM, drafts=[NewPerson("欧阳小花", school.path)])
    issue_codes(acting=SYSTEM, path=school.path, people=[person, newcomer])
    remove_second_factor(acting=SYSTEM, person=person)
    reset_password(acting=SYSTEM, person=person)
    assert list(SecurityEvent.objects.order_by("pk").values_list("person", "kind")) == [
        (person.pk, "slip"),
        (person.pk, "factor"),
        (person.pk, "reset"),
    ], "nobody is told of the slip of an account that was never used"
    assert AuditEntry.objects.filter(verb="identity.tell_holder").exists()


def test_what_one_does_oneself_is_no_news(person):
    change_own_password(acting=Viewer(person_id=person.pk), person=person, password="green meadow forty")
    assert not SecurityEvent.objects.exists()


def test_the_holder_reads_it_after_signing_in_until_they_have(school, person, keeper):
    issue_codes(acting=SYSTEM, path=school.path, people=[person])
    client = Client()
    sign_in(client, "mei")
    home = client.get("/").content.decode()
    assert "打印了激活单" in home and "由他人操作产生的安全通知" in home
    assert "打印了激活单" in client.get("/").content.decode(), "until it is seen"
    page = client.get("/account/security/").content.decode()
    assert "打印了激活单" in page and "我已阅读" in page
    assert SecurityEvent.objects.filter(seen_at=None).exists(), "looking changes nothing"
    client.post("/account/security/seen/")
    assert "打印了激活单" not in client.get("/").content.decode()
    assert "打印了激活单" in client.get("/account/security/").content.decode()


def test_nobody_else_sees_it(school, person, keeper):
    issue_codes(acting=SYSTEM, path=school.path, people=[person])
    other = client_of(keeper)
    assert "打印了激活单" not in other.get("/account/security/").content.decode()
    other.post("/account/security/seen/")
    assert SecurityEvent.objects.filter(seen_at=None).count() == 1
    for address in ("/account/security/", "/account/security/seen/"):
        assert Client().post(address).status_code in (302, 405)
    assert Client().get("/account/security/").status_code == 302
