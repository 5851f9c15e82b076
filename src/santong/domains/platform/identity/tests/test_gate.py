"""The gate: sessions end, initial passwords are changed first, strong roles set up a second factor."""

from __future__ import annotations

import time
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.identity.actions import reset_password
from santong.domains.platform.identity.activation.actions import issue_codes
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.tests.conftest import PASSWORD, is_signed_in, sign_in
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
NEW = "a quite different one"


@pytest.fixture
def fresh(person, client) -> Client:
    """Signed in with an initial password."""
    person.must_change_password = True
    person.save()
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
    reset_password(acting=SYSTEM, person=person)
    assert signed_in.get("/account/").status_code == 302
    assert not is_signed_in(signed_in)
    sign_in(signed_in, "mei")
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


STRONG = [
    "region_administrator", "security_officer", "auditor", "bureau_officer", "county_officer", "inspector",
    "principal", "school_it", "teaching_affairs",
]  # fmt: skip


def over(client: Client) -> None:
    """As if the time with the password alone had gone by."""
    yesterday = timezone.now() - timedelta(days=1)
    Person.objects.filter(pk=client.session["_auth_user_id"]).update(second_factor_by=yesterday)


@pytest.mark.parametrize("role", STRONG)
def test_strong_roles_have_some_days_and_are_told(school, role):
    client = Client()
    client.force_login(somebody(role, school, "strong"))
    page = client.get("/")
    assert page.status_code == 200
    assert "还有 14 天可以仅凭密码使用" in page.content.decode()
    assert "您的角色需要两步验证" in client.get("/account/second-factor/").content.decode()
    assert client.get("/account/second-factor/app/").status_code == 200
    entry = AuditEntry.objects.get(verb="identity.give_time")
    assert entry.object_id == client.session["_auth_user_id"]


def test_the_days_count_from_the_first_time_and_never_begin_anew(strong):
    strong.get("/")
    day = timedelta(days=1)
    Person.objects.update(second_factor_by=F("second_factor_by") - 12 * day)
    assert "还有 2 天" in strong.get("/").content.decode()
    sign_in(strong, "keeper")
    assert "还有 2 天" in strong.get("/").content.decode()


def test_with_no_days_set_it_takes_a_slip_at_once(strong, settings):
    settings.SECOND_FACTOR_DAYS = 0
    assert strong.get("/")["Location"] == "/account/second-factor/"


@pytest.mark.parametrize("role", STRONG)
def test_afterwards_the_password_alone_opens_only_the_page_that_says_so(school, role):
    client = Client()
    client.force_login(somebody(role, school, "strong"))
    over(client)
    for path in ("/", "/account/", "/account/password/", "/account/places/", "/account/identity/"):
        assert client.get(path)["Location"] == "/account/second-factor/"
    for name in ("app/", "passkeys/add/", "codes/", "codes/new/", "codes/file/"):
        for method in (client.get, client.post):
            assert method(f"/account/second-factor/{name}")["Location"] == "/account/second-factor/"
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 403
    page = client.get("/account/second-factor/").content.decode()
    assert "设置两步验证的期限已过" in page
    assert "/account/second-factor/app/" not in page
    assert 'href="/activate/"' in page
    assert client.get("/activate/").status_code == 200
    client.post("/account/sign-out/")
    assert not is_signed_in(client)


def test_a_slip_opens_the_way_to_a_second_factor(strong, school):
    over(strong)
    person = Person.objects.get(pk=strong.session["_auth_user_id"])
    (slip,) = issue_codes(acting=SYSTEM, people=[person], path=school.path)
    strong.post("/activate/", {"code": slip.code})
    strong.post("/activate/person/")
    strong.post("/activate/password/", {"new": "quite another one", "again": "quite another one"})
    assert is_signed_in(strong)
    assert strong.get("/")["Location"] == "/account/second-factor/"
    assert strong.get("/account/second-factor/app/").status_code == 200
    elsewhere = Client()
    sign_in(elsewhere, "keeper", "quite another one")
    assert elsewhere.get("/account/second-factor/app/").status_code == 302
    Authenticator.objects.create(user=person, type="totp", data={"secret": ""})
    assert strong.get("/account/").status_code == 200


def test_whoever_runs_the_machine_gives_time_again(strong):
    over(strong)
    assert strong.get("/").status_code == 302
    call_command("second_factor_time", "keeper", stdout=StringIO())
    assert strong.get("/").status_code == 200
    for wrong in (["nobody"], ["keeper", "--days", "0"], ["keeper", "--days", "91"]):
        with pytest.raises(CommandError):
            call_command("second_factor_time", *wrong)
    Authenticator.objects.create(user_id=strong.session["_auth_user_id"], type="totp", data={"secret": ""})
    with pytest.raises(CommandError):
        call_command("second_factor_time", "keeper")


def test_a_second_factor_opens_the_way(strong):
    over(strong)
    person_id = strong.session["_auth_user_id"]
    Authenticator.objects.create(user_id=person_id, type="totp", data={"secret": ""})
    assert strong.get("/account/").status_code == 200


def test_other_roles_may_leave_it(school):
    client = Client()
    client.force_login(somebody("class_teacher", school, "head"))
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
