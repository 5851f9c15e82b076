"""The first administrator: made once, by whoever runs the machine."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.accounts.public import lacks_administrator
from santong.domains.platform.identity.models import ActivationCode
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){2}\b")


def first_admin(capsys, *arguments: str) -> str:
    """What the command prints."""
    call_command("first_admin", *arguments)
    return str(capsys.readouterr().out)


def sign_up(text: str, client) -> None:
    found = CODE.search(text)
    assert found
    client.post("/activate/", {"code": found[0]})
    client.post("/activate/person/")
    client.post("/activate/password/", {"new": "river stone lantern", "again": "river stone lantern"})


def test_an_empty_region_gets_its_bureau_and_its_administrator(capsys, client):
    text = first_admin(capsys, "--name", "周启航", "--bureau", "清江市教育局")
    bureau = Organisation.objects.unscoped("test").get()
    person = Person.objects.unscoped("test").get()
    assert (bureau.kind, bureau.name, person.name) == ("city_bureau", "清江市教育局", "周启航")
    assert person.username in text and "/activate/" in text
    assert Appointment.objects.unscoped("test").get().role == "region_administrator"
    assert lacks_administrator()
    sign_up(text, client)
    assert not lacks_administrator()
    assert client.get("/").status_code == 200
    with pytest.raises(CommandError, match="an administrator who can sign in"):
        first_admin(capsys, "--name", "别人")


def test_until_the_slip_is_used_it_can_be_made_anew_and_the_name_corrected(capsys, client):
    lost = first_admin(capsys, "--name", "周启行", "--bureau", "清江市教育局")
    again = first_admin(capsys, "--name", "周启航")
    person = Person.objects.unscoped("test").get()
    assert (person.name, person.pinyin) == ("周启航", "zhou qi hang")
    sign_up(lost, client)
    assert lacks_administrator(), "the first slip is void"
    sign_up(again, client)
    assert not lacks_administrator()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "--bureau"),
        (("--bureau", "清江市教育局"), "--name"),
        (("--name", "无", "--bureau", "清江市教育局"), "doesn't look like a person"),
        (("--name", "周启航", "--bureau", "局" * 81), "at most 80"),
        (("--recover", "nobody"), "nobody"),
    ],
)
def test_what_is_missing_is_named(capsys, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        first_admin(capsys, *arguments)
    assert not Person.objects.unscoped("test").exists()
    assert not Organisation.objects.unscoped("test").exists()


def test_another_bureau_is_not_made_beside_the_first(capsys):
    first_admin(capsys, "--name", "周启航", "--bureau", "清江市教育局")
    with pytest.raises(CommandError, match="is called 清江市教育局"):
        first_admin(capsys, "--bureau", "云岭市教育局")


def test_who_lost_password_and_second_factor_is_recovered(capsys, region):
    administrator = region.administrator
    administrator.set_password("river stone lantern")
    administrator.save()
    Authenticator.objects.create(user_id=administrator.pk, type=Authenticator.Type.TOTP, data={})
    text = first_admin(capsys, "--recover", administrator.username)
    assert administrator.username in text and CODE.search(text)
    assert not Authenticator.objects.filter(user_id=administrator.pk).exists()
    assert AuditEntry.objects.filter(verb="identity.remove_second_factor").exists()
    with pytest.raises(CommandError):
        first_admin(capsys, "--recover", region.lake.it.username)
    assert ActivationCode.objects.unscoped("test").count() == 1
