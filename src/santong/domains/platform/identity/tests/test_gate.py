"""The gate: sessions end, initial passwords are changed first, strong roles enrol first."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.identity.actions import reset_password
from santong.domains.platform.identity.tests.conftest import PASSWORD, is_signed_in, sign_in
from santong.kit.access import SYSTEM

pytestmark = pytest.mark.django_db
NEW = "a quite different one"


@pytest.fixture
def fresh(person, client) -> Client:
    """Signed in with an initial password."""
    reset_password(acting=SYSTEM, person=person, password=PASSWORD)
    sign_in(client, "mei")
    return client


def age(client: Client, **seconds: int) -> None:
    session = client.session
    for name, ago in seconds.items():
        session[name] = int(time.time()) - ago
    session.save()


@pytest.mark.parametrize("path", ["/", "/account/", "/account/second-factor/", "/account/identity/", "/no/such/page"])
def test_an_initial_password_leads_to_one_page_only(fresh, path):
    for method in (fresh.get, fresh.post):
        response = method(path)
        assert response.status_code == 302
        assert response["Location"] == "/account/password/"


def test_neither_htmx_nor_an_interface_gets_through(fresh):
    htmx = fresh.get("/", headers={"HX-Request": "true"})
    assert (htmx.status_code, htmx["HX-Redirect"], htmx.content) == (403, "/account/password/", b"")
    json = fresh.get("/", headers={"Accept": "application/json"})
    assert json.status_code == 403
    assert "密码" in json.json()["detail"]


def test_the_new_password_opens_the_way(fresh, person):
    assert "设置自己的密码" in fresh.get("/account/password/").content.decode()
    response = fresh.post("/account/password/", {"new": NEW, "again": NEW})
    assert response["Location"] == "/"
    assert fresh.get("/account/").status_code == 200
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not person.must_change_password


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [
        (PASSWORD, PASSWORD, "当前"),
        ("short", "short", "至少需要 8 个字符"),
        ("1234567890", "1234567890", "数字"),
        (NEW, NEW + "x", "不一致"),
        ("", "", "必填"),
    ],
)
def test_a_bad_new_password_says_why(fresh, new, again, says):
    response = fresh.post("/account/password/", {"new": new, "again": again})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert fresh.get("/account/").status_code == 302


def test_signing_out_and_the_language_stay_open(fresh):
    assert fresh.post("/i18n/setlang/", {"language": "en", "next": "/account/password/"}).status_code == 302
    fresh.post("/account/sign-out/")
    assert not is_signed_in(fresh)


def test_a_reset_signs_out_everywhere(person, signed_in):
    reset_password(acting=SYSTEM, person=person, password="handed out 2026")
    assert signed_in.get("/account/").status_code == 302
    assert not is_signed_in(signed_in)


@pytest.fixture
def strong(school) -> Client:
    """The school's IT, without a second factor."""
    keeper = somebody("school_it", school, "keeper")
    keeper.set_password(PASSWORD)
    keeper.save()
    client = Client()
    sign_in(client, "keeper")
    return client


@pytest.mark.parametrize("role", ["region_administrator", "security_officer", "auditor", "school_it"])
def test_strong_roles_enrol_first(school, role):
    client = Client()
    client.force_login(somebody(role, school, "strong"))
    for path in ("/", "/account/", "/account/password/", "/account/places/", "/account/identity/"):
        assert client.get(path)["Location"] == "/account/second-factor/"
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 403
    page = client.get("/account/second-factor/")
    assert page.status_code == 200
    assert "您的角色需要两步验证" in page.content.decode()


def test_enrolling_pages_are_open_to_them(strong):
    assert strong.get("/account/second-factor/app/").status_code == 200
    assert strong.get("/account/second-factor/passkeys/add/").status_code == 200


def test_a_second_factor_opens_the_way(strong, school):
    person_id = strong.session["_auth_user_id"]
    Authenticator.objects.create(user_id=person_id, type="totp", data={"secret": ""})
    assert strong.get("/account/").status_code == 200


def test_other_roles_may_leave_it(school):
    client = Client()
    client.force_login(somebody("principal", school, "head"))
    assert client.get("/account/").status_code == 200


def test_the_demonstration_asks_nobody_but_says_so(strong, settings):
    settings.DEMO = True
    assert strong.get("/account/").status_code == 200
    assert "演示环境中不强制" in strong.get("/account/second-factor/").content.decode()


def test_an_idle_session_ends(signed_in, settings):
    age(signed_in, seen_at=settings.SESSION_IDLE_SECONDS - 60)
    assert signed_in.get("/account/").status_code == 200
    age(signed_in, seen_at=settings.SESSION_IDLE_SECONDS + 60)
    response = signed_in.get("/account/")
    assert response["Location"] == "/account/sign-in/?next=/account/"
    assert not is_signed_in(signed_in)
    assert "登录已过期" in signed_in.get(response["Location"]).content.decode()


def test_an_old_session_ends_however_busy(signed_in, settings):
    age(signed_in, started_at=settings.SESSION_SECONDS + 60, seen_at=0)
    assert signed_in.get("/account/", headers={"HX-Request": "true"})["HX-Redirect"].startswith("/account/sign-in/")


def test_a_remembered_browser_stays_signed_in(person, client, settings):
    response = sign_in(client, "mei", remember="on")
    assert int(response.cookies["session"]["max-age"]) == settings.REMEMBER_SECONDS
    age(client, started_at=settings.SESSION_SECONDS * 2, seen_at=settings.SESSION_IDLE_SECONDS * 2)
    assert client.get("/account/").status_code == 200
    age(client, started_at=settings.REMEMBER_SECONDS + 60)
    assert client.get("/account/").status_code == 302


def test_otherwise_the_cookie_goes_with_the_browser(person, client):
    assert sign_in(client, "mei").cookies["session"]["max-age"] == ""


def test_strong_roles_are_not_remembered(strong, settings):
    session = strong.session
    session["remember"] = session["second_factor"] = True
    session.save()
    age(strong, seen_at=settings.SESSION_IDLE_SECONDS + 60)
    assert strong.get("/account/").status_code == 302


def test_a_busy_session_is_written_now_and_then_only(signed_in):
    with CaptureQueriesContext(connection) as queries:
        signed_in.get("/account/places/")
        signed_in.get("/account/password/")
    assert not [q for q in queries if "UPDATE" in q["sql"]]
