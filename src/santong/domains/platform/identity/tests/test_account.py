"""The pages of one's own account."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from santong.domains.platform.access.public import appoint
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.tests.conftest import ID_NUMBER, PASSWORD, PHONE, is_signed_in, sign_in
from santong.domains.platform.identity.urls import urlpatterns
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
OPEN = {
    "account_login",
    "account_logout",
    "set_language",
    "mfa_login_webauthn",
    "mfa_authenticate",
    # For people who can't sign in yet; what each asks for is in test_activation.
    "activation",
    "activation-person",
    "activation-password",
}
PHONE_BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


@pytest.mark.parametrize("pattern", [p for p in urlpatterns if p.name not in OPEN], ids=lambda p: p.name)
def test_strangers_are_refused(client, pattern):
    address = "/" + str(pattern.pattern).replace("<int:key>", "1").replace("<int:pk>", "1")
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code in (302, 405)
        if response.status_code == 302:
            assert response["Location"].startswith(("/account/sign-in/", "/account/second-factor/"))


def test_the_profile_shows_numbers_masked(signed_in):
    text = signed_in.get("/account/").content.decode()
    assert "9901**********0022" in text
    assert "199****0042" in text
    assert ID_NUMBER not in text
    assert PHONE not in text


def test_preferences_follow_to_another_device(signed_in, person):
    data = {"language": "en", "theme": "dark", "text_size": "large"}
    response = signed_in.post("/account/", data)
    assert response["Location"] == "/account/"
    assert response.cookies["theme"].value == "dark"
    other = Client()
    arrived = sign_in(other, "mei")
    assert {name: arrived.cookies[name].value for name in ("language", "theme", "text")} == {
        "language": "en",
        "theme": "dark",
        "text": "large",
    }
    page = other.get("/account/").content.decode()
    assert 'data-theme="dark" data-text="large"' in page
    assert "My account" in page


def test_the_menu_of_every_page_keeps_what_was_chosen(signed_in, person):
    assert 'data-keep="/account/display/"' in signed_in.get("/account/").content.decode()
    assert signed_in.post("/account/display/", {"theme": "dark"}).status_code == 204
    assert signed_in.post("/account/display/", {"text_size": "large"}).status_code == 204
    assert signed_in.post("/account/display/", {"theme": "rubbish"}).status_code == 422
    person.refresh_from_db()
    assert (person.theme, person.text_size) == ("dark", "large")


def test_a_wrong_preference_is_refused(signed_in, person):
    assert signed_in.post("/account/", {"language": "xx", "theme": "dark"}).status_code == 422
    person.refresh_from_db()
    assert person.theme == ""


def test_the_language_switch_stays_with_the_person(signed_in, person):
    response = signed_in.post("/i18n/setlang/", {"language": "en", "next": "/account/"})
    assert response.cookies["language"].value == "en"
    person.refresh_from_db()
    assert person.language == "en"
    signed_in.post("/i18n/setlang/", {"language": "rubbish"})
    person.refresh_from_db()
    assert person.language == "en"


def test_the_language_switch_works_signed_out(client):
    client.post("/i18n/setlang/", {"language": "en", "next": "/account/sign-in/"})
    assert "Sign in" in client.get("/account/sign-in/").content.decode()


def test_changing_the_password_signs_other_devices_out(signed_in, person):
    other = Client()
    sign_in(other, "mei")
    data = {"current": PASSWORD, "new": "another one entirely", "again": "another one entirely"}
    assert signed_in.post("/account/password/", data)["Location"] == "/account/"
    assert signed_in.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert len(signed_in.get("/account/places/").context["places"]) == 1
    entry = AuditEntry.objects.filter(verb="identity.change_own_password").get()
    assert entry.changes["password"] == ["•••", "•••"]


def test_changing_needs_the_present_password(signed_in, person):
    data = {"current": "wrong", "new": "another one entirely", "again": "another one entirely"}
    assert "密码不正确" in signed_in.post("/account/password/", data).content.decode()
    for _ in range(6):
        text = signed_in.post("/account/password/", data).content.decode()
    assert "尝试次数过多" in text
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.fixture
def elsewhere(person) -> Client:
    """The same person on a phone."""
    client = Client(headers={"User-Agent": PHONE_BROWSER}, REMOTE_ADDR="10.2.3.4")
    sign_in(client, "mei")
    return client


def test_places_are_listed(signed_in, elsewhere):
    page = signed_in.get("/account/places/")
    here, there = page.context["places"]
    assert here.current
    assert (there.browser.name, there.browser.system, there.browser.handheld) == ("Chrome", "Android", True)
    assert there.address == "10.2.3.4"
    assert "10.2.3.4" in page.content.decode()


def test_one_place_is_signed_out_from_afar(signed_in, elsewhere):
    there = signed_in.get("/account/places/").context["places"][1]
    signed_in.post(f"/account/places/{there.key}/end/")
    assert elsewhere.get("/account/").status_code == 302
    assert signed_in.get("/account/").status_code == 200


def test_all_others_are_signed_out_from_afar(signed_in, elsewhere):
    third = Client()
    sign_in(third, "mei")
    signed_in.post("/account/places/end-others/")
    assert [is_signed_in(c) and c.get("/account/").status_code for c in (signed_in, elsewhere, third)] == [
        200,
        False,
        False,
    ]


def test_nobody_ends_a_strangers_session(signed_in, keeper):
    theirs = Client()
    keeper.set_password(PASSWORD)
    keeper.save()
    sign_in(theirs, "keeper")
    row = UserSession.objects.get(user=keeper)
    signed_in.post(f"/account/places/{row.pk}/end/")
    signed_in.post("/account/places/end-others/")
    assert is_signed_in(theirs)


def test_switching_the_identity(person, school):
    other = Person.objects.get(pk=person.pk)
    appoint(acting=SYSTEM, person=other, role="principal", organisation=school)
    appoint(acting=SYSTEM, person=other, role="parent", organisation=school)
    client = Client()
    sign_in(client, "mei")
    page = client.get("/account/")
    staff, parent = page.context["shell"].identities
    assert (staff.current, parent.current) == (True, False)
    assert client.post("/account/identity/", {"key": parent.key})["Location"] == "/"
    page = client.get("/account/")
    assert page.wsgi_request.viewer.category == "parent"
    assert [line.current for line in page.context["shell"].identities] == [False, True]


def test_an_identity_that_is_not_mine_is_refused(signed_in, school):
    signed_in.post("/account/identity/", {"key": f"staff-{school.pk}"})
    assert "identity" not in signed_in.session
    assert "不再具有" in signed_in.get("/account/").content.decode()


def test_the_menu_of_the_person_leads_everywhere(signed_in):
    shell = signed_in.get("/account/").context["shell"]
    links = {line.url for line in shell.person_links}
    assert links >= {"/account/", "/account/password/", "/account/second-factor/", "/account/places/"}
    assert shell.sign_out_url == "/account/sign-out/"
