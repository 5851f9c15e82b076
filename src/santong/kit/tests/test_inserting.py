"""Many rows at once: keys, values and audit entries as with single rows."""

from __future__ import annotations

import pytest

from santong.domains.platform.identity.public import Person
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


def people(start: int, count: int) -> list[Person]:
    return [
        Person(username=f"p{number}", name=f"名{number}", path="0001", sex=Person.Sex.FEMALE, password="!")
        for number in range(start, start + count)
    ]


def test_rows_get_their_keys_and_values():
    made = Person.objects.bulk_create(people(0, 60))
    found = {person.pk: person for person in Person.objects.all()}
    assert [found[person.pk].username for person in made] == [f"p{number}" for number in range(60)]
    assert found[made[7].pk].sex == "2" and found[made[7].pk].birth_date is None
    assert not made[0]._state.adding


def test_keys_go_on_where_single_rows_left_off():
    first = Person.objects.create_person(username="a", name="甲", path="0001")
    made = Person.objects.bulk_create(people(0, 30))
    last = Person.objects.create_person(username="z", name="癸", path="0001")
    keys = [first.pk, *(person.pk for person in made), last.pk]
    assert len(set(keys)) == 32 and keys == sorted(keys)


def test_each_row_has_its_audit_entry():
    made = Person.objects.bulk_create(people(0, 25))
    entries = AuditEntry.objects.filter(model="identity.person", kind="create")
    assert {entry.object_id for entry in entries} == {str(person.pk) for person in made}
    assert entries[0].label.startswith("p") and entries[0].changes == {} and entries[0].at is not None
