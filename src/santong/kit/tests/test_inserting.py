"""Many rows at once: keys, values and audit entries as with single rows."""

from __future__ import annotations

import pytest

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import create_organisation
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry
from santong.kit.models.building import maker
from santong.kit.models.inserting import TOGETHER

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


@pytest.mark.parametrize("count", [TOGETHER - 1, TOGETHER, 2 * TOGETHER + 30])
def test_every_row_is_found_by_its_name(count):
    """Rows with a full-text index go into it many at a time, and the rest one by one."""
    made = Person.objects.bulk_create(people(0, count))
    assert len(made) == count == Person.objects.filter(found_by__tokens=["名"]).count()


def test_rows_take_over_the_keys_that_others_got_since(region):
    person = Person(username="late", name="晚", path="0001", password="!")
    rows = [Appointment(person=person, role="inspector", organisation=region, path=region.path, origin="") for _ in "a"]
    person.save()
    rows += [Appointment(person=each, role="inspector", organisation=region, path=region.path) for each in saved(30)]
    Appointment.objects.bulk_create(rows)
    assert Appointment.objects.filter(person=person).count() == 1
    never = Appointment(person=Person(username="never"), role="inspector", organisation=region, path=region.path)
    with pytest.raises(ValueError, match="unsaved related object"):
        Appointment.objects.bulk_create([never] * 30)


def saved(count: int) -> list[Person]:
    return Person.objects.bulk_create(people(0, count))


@pytest.fixture
def region():
    return create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)


def test_a_row_is_made_with_defaults_and_with_what_it_leads_to(region):
    [person] = saved(1)
    made = maker(Appointment, "person", "organisation", "role", "path")(person, region, "inspector", region.path)
    assert (made.person_id, made.person is person, made.origin, made.pk) == (
        person.pk,
        True,
        Appointment().origin,
        None,
    )
    made.save()
    assert Appointment.objects.get().organisation == region
    assert made.loaded_values["role"] == "inspector"


def test_unknown_columns_and_shared_defaults_are_refused():
    with pytest.raises(TypeError, match="has no nick"):
        maker(Person, "nick")
    with pytest.raises(TypeError, match="share their changes"):
        maker(AuditEntry, "verb")
