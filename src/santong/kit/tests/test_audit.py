"""Every write leaves an entry that says who, when, what and from where."""

from __future__ import annotations

import pytest

from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import NOBODY, SYSTEM, current_viewer
from santong.kit.audit import acting_as
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools() -> list[Organisation]:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    made = [create_organisation(acting=SYSTEM, kind="school", name=f"S{n}", parent=city) for n in range(3)]
    AuditEntry.objects.all().delete()
    return made


def entries() -> list[tuple[str, str, dict]]:
    return list(AuditEntry.objects.order_by("id").values_list("kind", "object_id", "changes"))


def test_save_records_the_difference_once(schools):
    school = Organisation.objects.get(pk=schools[0].pk)
    school.name = "New"
    with acting_as(7, address="192.0.2.1", verb="organisations.rename"):
        school.save()
        school.save()
    entry = AuditEntry.objects.get()
    assert (entry.person_id, entry.address, entry.verb) == (7, "192.0.2.1", "organisations.rename")
    assert entry.changes == {"name": ["S0", "New"]}


def test_bulk_save_records_each_change_once_even_in_a_request(schools):
    rows = list(Organisation.objects.filter(kind="school").order_by("pk"))
    for row in rows:
        row.short_name = row.name.lower()
    token = current_viewer.set(NOBODY)
    try:
        Organisation.objects.bulk_update(rows, ["short_name"])
    finally:
        current_viewer.reset(token)
    assert [(kind, changes) for kind, _, changes in entries()] == [
        ("change", {"short_name": ["", name]}) for name in ("s0", "s1", "s2")
    ]
    assert [r.short_name for r in Organisation.objects.filter(kind="school").order_by("pk")] == ["s0", "s1", "s2"]


def test_update_records_each_row(schools):
    Organisation.objects.filter(kind="school").update(division="990101")
    assert [changes for _, _, changes in entries()] == [{"division": ["", "990101"]}] * 3


def test_delete_keeps_the_last_values_also_of_what_goes_with_it(schools):
    Organisation.with_removed.filter(pk=schools[0].pk).delete()
    entry = AuditEntry.objects.get(model="organisations.organisation")
    assert (entry.kind, entry.object_id) == ("delete", str(schools[0].pk))
    assert entry.changes["name"] == ["S0", None]


def test_secrets_and_personal_numbers_are_masked():
    person = Person.objects.create_person(username="p1", name="Invented Name", password="first-Secret-1")
    person = Person.objects.get(pk=person.pk)
    person.set_password("second-Secret-2")
    person.save()
    text = str(list(AuditEntry.objects.values()))
    assert "•••" in text and "argon2" not in text and "md5" not in text and "Invented" not in text


def test_an_upsert_is_refused(schools):
    with pytest.raises(NotImplementedError):
        Organisation.objects.bulk_create(schools, update_conflicts=True, update_fields=["name"], unique_fields=["pk"])
