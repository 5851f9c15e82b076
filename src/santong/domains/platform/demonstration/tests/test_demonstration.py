"""Entering with one click: everybody invented, nobody else, and never outside the demonstration."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

import santong.config.urls  # noqa: F401 - read it before a test says that this is the demonstration
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.demonstration.accounts import ACCOUNTS, PASSWORD, WITH_SECOND_FACTOR
from santong.domains.platform.demonstration.people import add_people
from santong.domains.platform.identity.public import Person, enter, give_second_factor, present_code
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM
from santong.kit.access.roles import roles_by_name
from santong.kit.demo import Region

pytestmark = pytest.mark.django_db
IN_DEMO = pytest.mark.urls("santong.domains.platform.demonstration.tests.urls")


@pytest.fixture
def region():
    """A region as small as it can be."""
    above = None
    for kind, name in (
        ("city_bureau", "市"),
        ("county_bureau", "县"),
        ("school", "校"),
        ("grade", "级"),
        ("class", "班"),
    ):
        above = create_organisation(acting=SYSTEM, kind=kind, name=name, parent=above)
    add_people(Region())


@pytest.fixture
def demo(region, settings):
    settings.DEMO = True
    settings.LOGIN_URL = "demo"


def who(client: Client) -> str:
    return Person.objects.get(pk=client.session["_auth_user_id"]).username


@IN_DEMO
def test_a_newcomer_lands_on_the_accounts(demo, client):
    response = client.get("/", follow=True)
    assert response.redirect_chain == [("/demo/?next=/", 302)]
    text = response.content.decode()
    for account in ACCOUNTS.values():
        assert account.name in text
        assert str(account.what) in text
    assert PASSWORD in text


def test_every_role_has_an_account(region):
    appointed = set(Appointment.objects.values_list("role", flat=True))
    # Reviewers are assigned with their subject, by the library's own step.
    assert set(roles_by_name()) - appointed == {"resource_reviewer"}


@IN_DEMO
@pytest.mark.parametrize("username", ACCOUNTS)
def test_one_click_enters(demo, client, username):
    response = client.post("/demo/enter/", {"account": username})
    assert response["Location"] == "/"
    assert who(client) == username
    assert client.get("/").status_code == 200


@IN_DEMO
def test_another_click_is_somebody_else(demo, client):
    client.post("/demo/enter/", {"account": "principal"})
    client.post("/demo/enter/", {"account": "pupil"})
    assert who(client) == "pupil"


@IN_DEMO
def test_the_password_on_the_page_works(demo, client):
    client.post("/account/sign-in/", {"identifier": "principal", "password": PASSWORD})
    assert who(client) == "principal"


@IN_DEMO
def test_getting_does_not_enter(demo, client):
    assert client.get("/demo/enter/?account=principal").status_code == 405


@IN_DEMO
@pytest.mark.parametrize("username", ["nobody", "", "outsider"])
def test_nobody_else_is_entered(demo, client, username):
    Person.objects.create_person(username="outsider", name="Outsider")
    assert client.post("/demo/enter/", {"account": username}).status_code == 404


@IN_DEMO
def test_a_real_person_of_the_same_name_is_not_entered(demo, client):
    """Somebody may start the demonstration on a real database by mistake."""
    person = Person.objects.get(username="principal")
    for number in ("620102198505120022", ""):
        person.set_id_number(number)
        person.save()
        assert client.post("/demo/enter/", {"account": "principal"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_the_demonstration_there_is_no_such_address(region, client):
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/enter/", {"account": "principal"}).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("demo")


@IN_DEMO
def test_outside_the_demonstration_the_pages_refuse(region, client):
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/enter/", {"account": "principal"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_outside_the_demonstration_entering_itself_refuses(region):
    with pytest.raises(PermissionDenied):
        enter(RequestFactory().post("/"), Person.objects.get(username="principal"))


@pytest.mark.parametrize(("value", "mounted"), [("", "False"), ("1", "True")])
def test_only_the_environment_mounts_it(value, mounted, tmp_path):
    program = (
        "import django; django.setup(); from django.urls import is_valid_path; print(bool(is_valid_path('/demo/')))"
    )
    environment = {**os.environ, "SANTONG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "santong.config.settings"}
    environment.pop("SANTONG_DEMO", None)
    if value:
        environment["SANTONG_DEMO"] = value
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == mounted


@IN_DEMO
def test_a_second_factor_can_be_tried_with_the_code_on_the_page(demo, client):
    page = client.get("/demo/").content.decode()
    code = re.search(r'id="second-factor-code">(\d{6})<', page)
    assert code and WITH_SECOND_FACTOR in page
    asked = client.post("/account/sign-in/", {"identifier": WITH_SECOND_FACTOR, "password": PASSWORD})
    assert asked["Location"] == "/account/sign-in/code/" and "_auth_user_id" not in client.session
    client.post("/account/sign-in/code/", {"code": code[1]})
    assert who(client) == WITH_SECOND_FACTOR


def test_outside_the_demonstration_no_code_is_told(region, settings):
    person = Person.objects.get(username=WITH_SECOND_FACTOR)
    with pytest.raises(PermissionDenied):
        present_code(person)
    stranger = Person.objects.create_person(username="real", name="Real")
    settings.DEMO = True
    for act in (present_code, give_second_factor):
        with pytest.raises(PermissionDenied):
            act(stranger)
