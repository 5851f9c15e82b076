"""A small cast: one who signs in, one who keeps the records, and one who has no business there."""

from __future__ import annotations

import pytest
from django.test import Client

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.identity.actions import create_person
from santong.domains.platform.identity.models import Person
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import SYSTEM

PASSWORD = "four plain words here"
ID_NUMBER = "990102198505120022"
PHONE = "19900000042"


@pytest.fixture
def school() -> Organisation:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    return create_organisation(acting=SYSTEM, kind="school", name="School", parent=city)


@pytest.fixture
def person(school: Organisation) -> Person:
    """Somebody with an account, an identity number and a phone number."""
    return create_person(
        acting=SYSTEM,
        path=school.path,
        username="mei",
        name="Mei",
        password=PASSWORD,
        must_change_password=False,
        id_number=ID_NUMBER,
        phone=PHONE,
    )


@pytest.fixture
def keeper(school: Organisation) -> Person:
    """The school's IT."""
    return somebody("school_it", school, "keeper")


def sign_in(client: Client, identifier: str, password: str = PASSWORD, **extra: str):
    """Post the sign-in form; `REMOTE_ADDR` and other parts of the environment go in `extra`."""
    data = {"identifier": identifier, "password": password}
    data |= {name: extra.pop(name) for name in ("remember",) if name in extra}
    return client.post("/account/sign-in/", data, **extra)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def signed_in(client: Client, person: Person) -> Client:
    """The browser of `person` after signing in with the password."""
    sign_in(client, "mei")
    assert is_signed_in(client)
    return client
