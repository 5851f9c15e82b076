"""Authenticator apps, recovery codes, confirming: with real codes."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.identity.actions import remove_second_factor
from santong.domains.platform.identity.activation.actions import issue_codes
from santong.domains.platform.identity.models import ActivationCode, Attempts
from santong.domains.platform.identity.second_factor import CODES_SHOWN_FOR
from santong.domains.platform.identity.tests.conftest import PASSWORD, is_signed_in, sign_in
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
STEP = 30
CODE_PAGE = "/account/sign-in/code/"


def code_of(secret: str, steps: int = 0) -> str:
    """What an app shows, so many steps of 30 seconds from now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP + steps))


def set_up(client: Client) -> str:
    """Set an app up as a person does; returns its secret."""
    secret = client.get("/account/second-factor/app/").context["form"].secret
    response = client.post("/account/second-factor/app/", {"code": code_of(secret)})
    assert response["Location"] == "/account/second-factor/codes/"
    return secret


def recovery_codes(client: Client) -> list[str]:
    return client.get("/account/second-factor/codes/").context["unused_codes"]


@pytest.fixture
def secret(signed_in) -> str:
    return set_up(signed_in)


def half_way(identifier: str = "mei") -> Client:
    """A browser between the password and the code."""
    client = Client()
    assert sign_in(client, identifier)["Location"] == CODE_PAGE
    assert not is_signed_in(client)
    return client


def test_the_code_completes_the_sign_in(secret):
    client = half_way()
    assert client.get(CODE_PAGE).status_code == 200
    assert client.get("/account/").status_code == 302
    assert client.post(CODE_PAGE, {"code": code_of(secret, 1)}).status_code == 302
    assert is_signed_in(client)
    assert client.get("/account/").status_code == 200


def test_a_wrong_code_does_not(secret):
    client = half_way()
    response = client.post(CODE_PAGE, {"code": "000000"})
    assert "验证码不正确" in response.content.decode()
    assert not is_signed_in(client)


def test_a_code_is_good_once(secret):
    code = code_of(secret, 1)
    half_way().post(CODE_PAGE, {"code": code})
    client = half_way()
    assert "验证码不正确" in client.post(CODE_PAGE, {"code": code}).content.decode()


def test_a_code_is_good_once_in_all_processes(secret):
    code = code_of(secret, 1)
    half_way().post(CODE_PAGE, {"code": code})
    cache.clear()  # as in another process, whose own memory knows nothing of it
    client = half_way()
    client.post(CODE_PAGE, {"code": code})
    assert not is_signed_in(client)


def test_guessing_codes_has_to_wait(secret):
    client = half_way()
    for guess in range(6):
        response = client.post(CODE_PAGE, {"code": f"{guess:06}"})
    assert "尝试次数过多" in response.content.decode()
    client.post(CODE_PAGE, {"code": code_of(secret, 1)})
    assert not is_signed_in(client)


def test_a_recovery_code_works_once(signed_in, secret):
    codes = recovery_codes(signed_in)
    assert len(codes) == 10
    client = half_way()
    client.post(CODE_PAGE, {"code": codes[0]})
    assert is_signed_in(client)
    Attempts.objects.all().delete()
    again = half_way()
    again.post(CODE_PAGE, {"code": codes[0]})
    assert not is_signed_in(again)
    assert codes[0] not in recovery_codes(signed_in)


def test_recovery_codes_are_renewed_and_downloaded(signed_in, secret):
    before = recovery_codes(signed_in)
    assert signed_in.get("/account/second-factor/codes/new/").status_code == 200
    signed_in.post("/account/second-factor/codes/new/")
    after = recovery_codes(signed_in)
    assert not set(before) & set(after)
    file = signed_in.get("/account/second-factor/codes/file/")
    assert file.content.decode().split() == after


def test_recovery_codes_are_shown_once(signed_in, secret):
    assert recovery_codes(signed_in)
    codes = Authenticator.objects.filter(type="recovery_codes")
    codes.update(created_at=timezone.now() - CODES_SHOWN_FOR)
    for name in ("", "file/"):
        answer = signed_in.get(f"/account/second-factor/codes/{name}")
        assert answer["Location"] == "/account/second-factor/"
    page = signed_in.get("/account/second-factor/").content.decode()
    assert "恢复码只在生成时显示一次" in page
    assert 'href="/account/second-factor/codes/new/"' in page
    signed_in.post("/account/second-factor/codes/new/")
    assert recovery_codes(signed_in)


def test_secrets_are_sealed(signed_in, secret):
    kept = repr(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not [code for code in recovery_codes(signed_in) if code in kept]


@pytest.mark.django_db(transaction=True)
def test_setting_up_is_on_the_record_and_renews_the_key(signed_in):
    before = signed_in.session.session_key
    set_up(signed_in)
    assert signed_in.session.session_key != before
    assert AuditEntry.objects.filter(verb="identity.change_second_factor").exists()
    assert len(signed_in.get("/account/places/").context["places"]) == 1


def test_removing_asks_and_takes_the_recovery_codes_along(signed_in, secret, person):
    assert signed_in.get("/account/second-factor/app/remove/").status_code == 200
    signed_in.post("/account/second-factor/app/remove/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert sign_in(Client(), "mei")["Location"] == "/"


def test_a_strong_role_keeps_its_last_one(school):
    keeper = somebody("school_it", school, "keeper")
    keeper.set_password(PASSWORD)
    keeper.save()
    client = Client()
    sign_in(client, "keeper")
    set_up(client)
    response = client.post("/account/second-factor/app/remove/")
    assert "唯一" in response.content.decode()
    assert Authenticator.objects.filter(user=keeper, type="totp").exists()


def test_sensitive_pages_ask_again_after_a_while(signed_in, secret):
    session = signed_in.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    asked = signed_in.get("/account/second-factor/codes/")
    assert asked["Location"].startswith("/account/confirm/?next=")
    assert "请确认是您本人" in signed_in.get(asked["Location"]).content.decode()
    assert "密码不正确" in signed_in.post(asked["Location"], {"password": "wrong"}).content.decode()
    answer = signed_in.post(asked["Location"], {"password": PASSWORD})
    assert answer["Location"] == "/account/second-factor/codes/"
    assert signed_in.get(answer["Location"]).status_code == 200


def test_confirming_with_a_code(signed_in, secret):
    assert signed_in.get("/account/confirm/code/").status_code == 200
    response = signed_in.post("/account/confirm/code/?next=/account/", {"code": code_of(secret, 1)})
    assert response["Location"] == "/account/"


def test_confirming_is_limited(signed_in):
    for _ in range(6):
        text = signed_in.post("/account/confirm/", {"password": "wrong"}).content.decode()
    assert "尝试次数过多" in text


def test_the_keeper_helps_who_lost_everything(signed_in, secret, person):
    remove_second_factor(acting=SYSTEM, person=person)
    assert not Authenticator.objects.filter(user=person).exists()
    assert signed_in.get("/account/").status_code == 302
    entry = AuditEntry.objects.get(verb="identity.remove_second_factor")
    assert entry.changes["second_factor"] == ["recovery_codes, totp", ""]


def test_giving_up_half_way(secret):
    client = half_way()
    assert client.get("/account/sign-in/")["Location"] == CODE_PAGE
    client.post("/account/sign-out/")
    assert client.get("/account/sign-in/").status_code == 200


def test_a_slip_replaces_no_password_before_the_second_factor_has_passed(secret, person, school):
    [slip] = issue_codes(acting=SYSTEM, path=school.path, people=[person])
    chosen = {"new": "river stone lantern", "again": "river stone lantern"}
    client = Client()
    client.post("/activate/", {"code": slip.code})
    assert client.post("/activate/person/")["Location"] == CODE_PAGE
    assert client.post("/activate/password/", chosen)["Location"] == "/activate/person/"
    client.post(CODE_PAGE, {"code": "000000"})
    assert client.post("/activate/password/", chosen)["Location"] == "/activate/person/"
    person.refresh_from_db()
    assert person.check_password(PASSWORD) and not is_signed_in(client)
    assert ActivationCode.objects.get().used_at is None
    client.post("/activate/person/")
    assert client.post(CODE_PAGE, {"code": code_of(secret, 1)})["Location"] == "/activate/password/"
    assert client.post("/activate/password/", chosen)["Location"] == "/"
    person.refresh_from_db()
    assert person.check_password(chosen["new"]) and client.get("/account/").status_code == 200


def test_a_recovery_code_is_as_good_with_a_slip(signed_in, secret, person, school):
    code = recovery_codes(signed_in)[0]
    person.must_change_password = True
    person.save()
    [slip] = issue_codes(acting=SYSTEM, path=school.path, people=[person])
    client = Client()
    client.post("/activate/", {"code": slip.code})
    client.post("/activate/person/")
    assert client.post(CODE_PAGE, {"code": code})["Location"] == "/activate/password/"
    chosen = {"new": "river stone lantern", "again": "river stone lantern"}
    assert client.post("/activate/password/", chosen)["Location"] == "/"
    assert client.get("/account/").status_code == 200
    assert signed_in.get("/account/").status_code == 302, "other places are signed out"
