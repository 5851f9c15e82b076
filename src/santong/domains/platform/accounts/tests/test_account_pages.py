"""Helping people back into their accounts: what works, and who is refused."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from santong.domains.platform.access.testing import client_of
from santong.domains.platform.accounts.tests.conftest import PASSWORD
from santong.domains.platform.identity.models import ActivationCode
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
ACTIONS = ("code", "slip", "reset", "sign-out", "unlock", "second-factor/remove", "switch")
CODE = re.compile(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}\b")
CHOSEN = "river stone lantern"


def page(person) -> str:
    return f"/accounts/{person.pk}/"


def with_password(person) -> Client:
    """A browser in which the person has signed in."""
    person.set_password(PASSWORD)
    person.save()
    return in_another_browser(person)


def in_another_browser(person) -> Client:
    browser = Client()
    browser.post("/account/sign-in/", {"identifier": person.username, "password": PASSWORD})
    assert is_in(browser)
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/account/").status_code == 200


def code_in(response) -> str:
    found = CODE.search(response.content.decode())
    assert found
    return found[0]


def choose_password(code: str) -> Client:
    """Activate with a code in a browser of one's own."""
    browser = Client()
    browser.post("/activate/", {"code": code})
    browser.post("/activate/person/")
    browser.post("/activate/password/", {"new": CHOSEN, "again": CHOSEN})
    return browser


def test_a_code_leads_to_a_password_that_only_its_owner_knows(region, it):
    family = with_password(region.lake.pupil)
    shown = it.post(f"{page(region.lake.pupil)}code/")
    assert shown["Cache-Control"] and "no-store" in shown["Cache-Control"]
    assert is_in(family), "the present password works until the code is used"
    assert is_in(choose_password(code_in(shown)))
    assert not is_in(family)


def test_a_reset_stops_the_password_at_once(region, it):
    family = with_password(region.lake.pupil)
    shown = it.post(f"{page(region.lake.pupil)}reset/")
    assert not is_in(family)
    family.post("/account/sign-in/", {"identifier": region.lake.pupil.username, "password": PASSWORD})
    assert not is_in(family)
    assert is_in(choose_password(code_in(shown)))
    verbs = set(AuditEntry.objects.filter(person_id=region.lake.it.pk).values_list("verb", flat=True))
    assert {"identity.reset_password", "identity.issue_activation_codes"} <= verbs


def test_a_slip_is_a_pdf_that_nobody_keeps(region, it):
    printed = it.post(f"{page(region.lake.pupil)}slip/")
    assert printed.content.startswith(b"%PDF") and "no-store" in printed["Cache-Control"]
    assert (
        ActivationCode.objects.unscoped("test").filter(person=region.lake.pupil, path=region.lake.school.path).exists()
    )


def test_a_class_teacher_helps_the_pupils_and_parents_of_the_class(region, teacher):
    for person in (region.lake.pupil, region.lake.parent):
        assert teacher.get(page(person)).status_code == 200
        assert is_in(choose_password(code_in(teacher.post(f"{page(person)}code/"))))
    made = ActivationCode.objects.unscoped("test").filter(person=region.lake.pupil).get()
    assert made.path == region.lake.school_class.path


def test_devices_are_signed_out_one_by_one_or_all_at_once(region, it):
    first, second = with_password(region.lake.pupil), in_another_browser(region.lake.pupil)
    shown = it.get(page(region.lake.pupil)).content.decode()
    key = re.findall(r'name="place" value="(\d+)"', shown)
    assert len(key) == 2
    it.post(f"{page(region.lake.pupil)}sign-out/", {"place": key[0]})
    assert sorted([is_in(first), is_in(second)]) == [False, True]
    it.post(f"{page(region.lake.pupil)}sign-out/")
    assert not is_in(first) and not is_in(second)


def test_a_lost_second_factor_is_taken_off(region, it):
    Authenticator.objects.create(user_id=region.lake.affairs.pk, type=Authenticator.Type.TOTP, data={})
    assert "验证器" in it.get(page(region.lake.affairs)).content.decode()
    it.post(f"{page(region.lake.affairs)}second-factor/remove/")
    assert not Authenticator.objects.filter(user_id=region.lake.affairs.pk).exists()


def test_wrong_attempts_lock_an_account_until_somebody_unlocks_it(region, it):
    family = region.lake.pupil
    family.set_password(PASSWORD)
    family.save()
    wrong, right = ({"identifier": family.username, "password": text} for text in ("wrong", PASSWORD))
    browser = Client()
    answers = [browser.post("/account/sign-in/", wrong).status_code for _attempt in range(6)]
    assert answers[-1] == 429
    assert browser.post("/account/sign-in/", right).status_code == 429
    shown = it.get(page(family)).content.decode()
    assert f"{page(family)}unlock/" in shown
    it.post(f"{page(family)}unlock/")
    assert f"{page(family)}unlock/" not in it.get(page(family)).content.decode()
    browser.post("/account/sign-in/", right)
    assert is_in(browser)


def test_unlocking_one_account_unlocks_no_other(region, it):
    other = {"identifier": region.hill.pupil.username, "password": "wrong"}
    browser = Client()
    for _attempt in range(6):
        browser.post("/account/sign-in/", other)
    it.post(f"{page(region.lake.pupil)}unlock/")
    assert browser.post("/account/sign-in/", other).status_code == 429


def test_an_account_is_switched_off_and_on_again(region, it):
    family = with_password(region.lake.pupil)
    it.post(f"{page(region.lake.pupil)}switch/")
    assert not is_in(family)
    refused = family.post("/account/sign-in/", {"identifier": region.lake.pupil.username, "password": PASSWORD})
    assert refused.status_code == 422
    undo = re.search(r"(/kit/undo/[0-9a-f-]+/)", it.get(page(region.lake.pupil)).content.decode())
    assert undo
    it.post(undo[1])
    region.lake.pupil.refresh_from_db()
    assert region.lake.pupil.is_active


@pytest.mark.parametrize("action", ACTIONS)
def test_strangers_intruders_and_readers_are_refused(region, it, action):
    pupil = page(region.lake.pupil)
    assert Client().post(f"{pupil}{action}/").status_code == 302
    intruders = (client_of(region.hill.it), client_of(region.hill.class_teacher), client_of(region.lake.parent))
    for intruder in intruders:
        assert intruder.post(f"{pupil}{action}/").status_code == 404
    reader = client_of(region.lake.head)
    assert reader.post(f"{pupil}{action}/").status_code == 403
    assert it.post(f"{page(region.lake.head)}{action}/").status_code == 403, "the bureau appoints the head, so it helps"
    assert not ActivationCode.objects.unscoped("test").exists()


@pytest.mark.parametrize("action", ["reset", "second-factor/remove", "switch"])
def test_a_class_teacher_gives_codes_and_nothing_more(region, teacher, action):
    assert teacher.post(f"{page(region.lake.pupil)}{action}/").status_code == 403
    text = teacher.get(page(region.lake.pupil)).content.decode()
    assert f"{action}/" not in text


def test_pages_refuse_as_their_actions_do(region, it):
    assert Client().get(page(region.lake.pupil)).status_code == 302
    assert client_of(region.hill.it).get(page(region.lake.pupil)).status_code == 404
    told = it.get(page(region.lake.head))
    assert told.status_code == 200 and '<form method="post" action="/accounts/' not in told.content.decode()
    assert it.get(page(region.lake.it))["Location"] == "/account/", "one's own account has pages of its own"


def test_the_list_shows_whose_accounts_one_keeps(region, it):
    region.lake.pupil.set_password(PASSWORD)
    region.lake.pupil.save()
    shown = it.get("/accounts/").content.decode()
    assert region.lake.pupil.username in shown and region.hill.pupil.username not in shown
    active = it.get("/accounts/?state=active").content.decode()
    assert region.lake.pupil.username in active and region.lake.parent.username not in active
    pupils = it.get("/accounts/?role=pupil").content.decode()
    assert region.lake.pupil.username in pupils and region.lake.parent.username not in pupils


def test_slips_for_everybody_whom_the_list_shows(region, it):
    address = "/accounts/slips/?role=pupil&state=new"
    assert region.lake.pupil.name in it.get(address).content.decode()
    assert it.post(address, {"who": "missing"}).content.startswith(b"%PDF")
    codes = ActivationCode.objects.unscoped("test")
    assert [code.person for code in codes] == [region.lake.pupil]
    assert "激活单已发放" in it.get("/accounts/?state=invited").content.decode() or codes.count() == 1


@pytest.mark.parametrize("path", ["/accounts/", "/accounts/slips/"])
def test_the_list_is_for_those_who_keep_people(region, path):
    assert Client().get(path).status_code == 302
    for person in (region.lake.class_teacher, region.lake.pupil, region.lake.parent):
        assert client_of(person).get(path).status_code == 403


def test_many_accounts_are_switched_off_at_once_and_back(region, it):
    ids = [region.lake.pupil.pk, region.lake.parent.pk, region.lake.head.pk, region.hill.pupil.pk]
    it.post("/accounts/bulk/", {"action": "switch-off", "ids": ids})
    told = it.get("/accounts/").content.decode()
    assert "已停用 2 个账号" in told and "1 个账号" in told
    for person, expected in ((region.lake.pupil, False), (region.lake.head, True), (region.hill.pupil, True)):
        person.refresh_from_db()
        assert person.is_active is expected
    undo = re.search(r"(/kit/undo/[0-9a-f-]+/)", told)
    assert undo
    it.post(undo[1])
    region.lake.pupil.refresh_from_db()
    assert region.lake.pupil.is_active


def test_many_people_are_signed_out_at_once(region, it):
    browsers = [with_password(person) for person in (region.lake.pupil, region.lake.parent)]
    it.post("/accounts/bulk/", {"action": "sign-out", "ids": [region.lake.pupil.pk, region.lake.parent.pk]})
    assert [is_in(browser) for browser in browsers] == [False, False]
    assert client_of(region.lake.class_teacher).post("/accounts/bulk/", {"action": "sign-out"}).status_code == 403
    assert Client().post("/accounts/bulk/").status_code == 302
