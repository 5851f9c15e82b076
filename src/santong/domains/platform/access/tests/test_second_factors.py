"""Who needs a second factor, and the page that says who lacks one."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import SYSTEM
from santong.kit.access.roles import roles_by_name, roles_with

pytestmark = pytest.mark.django_db
PAGE = "/second-factors/"
STRONG_BY = {
    "people.change": "changes people and resets passwords",
    "people.reveal": "reads full identity numbers",
    "accounts.activate": "hands out what replaces a password",
    "appointments.change": "gives roles",
    "appointments.lead": "gives roles",
    "tokens.change": "lets other systems in",
    "audit.view": "reads what everybody does",
    "second_factors.view": "reads who is easily attacked",
    "resources.oversee": "takes material away from every school of a place",
}
EXCEPTED = {("class_teacher", "accounts.activate"): "for the pupils of one class"}


def test_whoever_opens_thousands_of_people_or_changes_credentials_needs_one():
    weak = {
        (role, permission)
        for permission in STRONG_BY
        for role in roles_with(permission)
        if not roles_by_name()[role].strong
    }
    assert weak == set(EXCEPTED)


@pytest.fixture
def places() -> dict[str, Organisation]:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    made = {"city": city}
    for name in ("first", "second"):
        made[name] = create_organisation(acting=SYSTEM, kind="school", name=f"School {name}", parent=city)
    return made


@pytest.fixture
def region(places) -> dict[str, Organisation]:
    """Two schools with a head each; the first has a passkey. A teacher needs none."""
    head = somebody("principal", places["first"], "head1")
    Authenticator.objects.create(user=head, type="webauthn", data={})
    somebody("principal", places["second"], "head2")
    somebody("subject_teacher", places["second"], "teacher")
    return places


def names(client: Client, query: str = "") -> set[str]:
    rows = client.get(f"{PAGE}{query}").context["list"].rows
    return {row.person.username for row in rows}


def test_strangers_and_those_without_the_right_are_refused(region):
    assert Client().get(PAGE)["Location"].startswith("/account/sign-in/")
    assert signed_in("subject_teacher", region["first"], "reader").get(PAGE).status_code == 403


def test_an_officer_sees_all_and_who_lacks_one(region):
    client = signed_in("bureau_officer", region["city"], "officer")
    assert names(client) == {"head1", "head2", "officer"}
    assert names(client, "?factor=no") == {"head2", "officer"}
    assert names(client, "?factor=yes") == {"head1"}
    page = client.get(f"{PAGE}?factor=no").content.decode()
    assert '<span class="tag bad">未设置</span>' in page
    assert "School second" in page


def test_a_school_sees_its_own_only(region):
    keeper = somebody("school_it", region["second"], "keeper")
    client = client_of(keeper)
    assert names(client) == {"head2", "keeper"}
    other = region["first"].pk
    assert names(client, f"?organisation={other}") == set()


def test_the_list_goes_into_a_sheet(region):
    client = signed_in("bureau_officer", region["city"], "officer")
    sheet = b"".join(client.get(f"{PAGE}export/?format=csv&factor=no").streaming_content).decode("utf-8-sig")
    assert "head2" in sheet or "Person head2" in sheet
    assert "head1" not in sheet
