"""Replacing a key: everything is sealed anew, and the old key can go."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from santong.domains.platform.identity import secrets
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.tests.conftest import ID_NUMBER, PHONE
from santong.kit.models import AuditEntry
from santong.lib.keyrings import Keyring, new_key, new_keyring

pytestmark = pytest.mark.django_db


def test_the_old_key_can_go(person, settings, capsys):
    text, new = new_keyring(), f"k2={new_key()}"
    settings.FIELD_KEYS = Keyring.parse(text)
    person.set_id_number(ID_NUMBER)
    person.set_phone(PHONE)
    person.save()
    data = {"secret": secrets.seal_second_factor("JBSWY3DP")}
    factor = Authenticator.objects.create(user=person, type="totp", data=data)
    entries = AuditEntry.objects.count()

    settings.FIELD_KEYS = Keyring.parse(f"{text} {new}")
    call_command("reseal")
    assert "1 people, 1 second factors" in capsys.readouterr().out
    assert AuditEntry.objects.count() == entries

    index_only = text.split()[0]
    settings.FIELD_KEYS = Keyring.parse(f"{index_only} {new}")
    person.refresh_from_db()
    factor.refresh_from_db()
    assert secrets.unseal(secrets.Kind.ID_NUMBER, person.sealed_id_number) == ID_NUMBER
    assert secrets.unseal(secrets.Kind.PHONE, person.sealed_phone) == PHONE
    assert secrets.unseal_second_factor(factor.data["secret"]) == "JBSWY3DP"
    assert Person.objects.by_id_number(ID_NUMBER).get() == person
    call_command("reseal")
    assert "0 people, 0 second factors" in capsys.readouterr().out


def test_a_lost_key_is_named(person, settings):
    settings.FIELD_KEYS = Keyring.parse(new_keyring().replace("k1=", "k7="))
    with pytest.raises(CommandError, match="'k1'"):
        call_command("reseal")
