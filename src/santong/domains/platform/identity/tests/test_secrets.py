"""Personal numbers: sealed, found, masked, and shown in clear only on the record."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from santong.domains.platform.identity.actions import reveal_id_number, reveal_phone
from santong.domains.platform.identity.models import Person
from santong.domains.platform.identity.secrets import Kind, Sealed, seal, unseal
from santong.domains.platform.identity.tests.conftest import ID_NUMBER, PHONE
from santong.kit.access import Grant, Viewer
from santong.kit.models import AuditEntry
from santong.lib.keyrings import CannotOpen, Keyring, new_key, new_keyring

pytestmark = pytest.mark.django_db


def raw_row(person: Person) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM identity_person WHERE id = %s", [person.pk])
        return repr(cursor.fetchall())


def test_nothing_is_kept_in_clear(person):
    row = raw_row(person)
    assert ID_NUMBER not in row
    assert PHONE not in row
    assert ID_NUMBER[:14] not in row


@pytest.mark.parametrize("written", [ID_NUMBER, " ９９０１０２１９８５０５１２００２２ ", "990102 19850512 0022"])
def test_found_however_it_is_written(person, written):
    assert list(Person.objects.by_id_number(written)) == [person]


@pytest.mark.parametrize("written", [PHONE, "+86 199 0000 0042", "199-0000-0042"])
def test_phone_found_however_it_is_written(person, written):
    assert list(Person.objects.by_phone(written)) == [person]


def test_an_empty_number_finds_nobody(person):
    Person.objects.create_person(username="bare", name="Bare")
    assert not Person.objects.by_id_number("")
    assert not Person.objects.by_phone("  ")


def test_masked_on_screen(person):
    assert person.masked_id_number == "9901**********0022"
    assert person.masked_phone == "199****0042"
    assert Person(username="bare").masked_id_number == ""


def test_an_identity_number_belongs_to_one_person(person):
    other = Person(username="other", name="Other")
    other.set_id_number(ID_NUMBER.lower())
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_a_cipher_does_not_open_on_another_row(person):
    stolen = seal(Kind.ID_NUMBER, "990102198505120049")
    with pytest.raises(CannotOpen):
        unseal(Kind.ID_NUMBER, Sealed(stolen.cipher, person.id_number_index))
    with pytest.raises(CannotOpen):
        unseal(Kind.PHONE, stolen)


def test_old_numbers_open_after_the_key_was_replaced(person, settings):
    text = new_keyring()
    settings.FIELD_KEYS = Keyring.parse(text)
    person.set_id_number(ID_NUMBER)
    before = person.sealed_id_number
    settings.FIELD_KEYS = Keyring.parse(f"{text} k2={new_key()}")
    assert unseal(Kind.ID_NUMBER, before) == ID_NUMBER
    person.set_id_number(ID_NUMBER)
    assert person.id_number_cipher.startswith("k2.")
    assert person.id_number_index == before.index


def test_the_key_file_is_private_and_apart_from_the_database():
    file = settings.HOME / "field.keys"
    assert file.stat().st_mode & 0o777 == 0o600


def holder(role: str, path: str) -> Viewer:
    return Viewer(person_id=7, grants=(Grant(role, path),), category="staff")


def test_revealing_needs_the_permission_there(person, school):
    for viewer in (holder("class_teacher", school.path), holder("principal", school.path + "0009")):
        with pytest.raises(PermissionDenied):
            reveal_id_number(acting=viewer, person=person)
        with pytest.raises(PermissionDenied):
            reveal_phone(acting=viewer, person=person)
    assert not AuditEntry.objects.filter(kind="read").exists()


def test_revealing_is_on_the_record_without_the_number(person, school):
    assert reveal_id_number(acting=holder("principal", school.path), person=person) == ID_NUMBER
    assert reveal_phone(acting=holder("principal", school.path), person=person) == PHONE
    entries = AuditEntry.objects.filter(kind="read").order_by("id")
    assert [e.verb for e in entries] == ["identity.reveal_id_number", "identity.reveal_phone"]
    assert {e.object_id for e in entries} == {str(person.pk)}


def test_the_audit_knows_of_changes_but_not_of_values(person):
    person.set_phone("19900000043")
    person.name = "Mei the Second"
    person.save()
    text = "".join(f"{e.label}{e.changes}" for e in AuditEntry.objects.all())
    assert "phone_cipher" in text
    for hidden in (person.phone_cipher, person.phone_index, person.id_number_index, ID_NUMBER, PHONE):
        assert hidden not in text
