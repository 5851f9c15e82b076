"""The named reads hold what their names say."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from santong.domains.platform.access.public import Appointment
from santong.domains.platform.access.testing import Region, somebody
from santong.domains.platform.codes.models import CodeTable
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import NOBODY, SYSTEM, UnscopedQuery, Viewer, current_viewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(region: Region) -> SimpleNamespace:
    people = [somebody("subject_teacher", region.lake, name) for name in ("one", "two")]
    held = [person.appointments.get() for person in people]
    return SimpleNamespace(
        city=region.city, lake=region.lake, hill=region.hill, one=people[0], two=people[1], held=held
    )


@pytest.fixture
def request_of_nobody() -> Iterator[None]:
    token = current_viewer.set(NOBODY)
    yield
    current_viewer.reset(token)


def test_own_rows(place, request_of_nobody):
    assert list(Appointment.objects.of_acting(Viewer(place.one.pk))) == [place.held[0]]
    assert not Appointment.objects.of_acting(NOBODY).exists()


def test_rows_of_rows_in_hand(place, request_of_nobody):
    assert list(Appointment.objects.belonging_to(person=place.one)) == [place.held[0]]
    both = [place.one, place.two]
    assert Appointment.objects.belonging_to(person__in=both, organisation=place.lake).count() == 2
    assert Appointment.objects.belonging_to(person=both, organisation=place.lake).count() == 2
    scoped = Person.objects.of_acting(Viewer(place.two.pk))
    assert list(Appointment.objects.belonging_to(person__in=scoped)) == [place.held[1]]


@pytest.mark.parametrize("value", [7, "7", None, [7], ["7"], Person(username="new")])
def test_a_key_from_a_request_is_no_row_in_hand(value):
    with pytest.raises(TypeError):
        Appointment.objects.belonging_to(person=value)


def test_a_query_without_a_scope_is_no_row_in_hand():
    with pytest.raises(UnscopedQuery):
        Appointment.objects.belonging_to(person__in=Person.objects.all())


def test_what_stands_inside_a_place_in_hand(place, request_of_nobody):
    assert place.lake in Organisation.objects.inside(place.lake)
    assert place.city not in Organisation.objects.inside(place.lake)
    assert Organisation.objects.inside(place.city).count() == Organisation.objects.open_to_everyone().count()
    assert not Appointment.objects.inside(place.hill).exists()
    with pytest.raises(TypeError):
        Organisation.objects.inside(place.city.path)


def test_keys_that_were_written_down(place, request_of_nobody):
    assert list(Appointment.objects.noted([place.held[1].pk, None])) == [place.held[1]]
    assert list(Appointment.objects.noted({place.one.pk}, by="person_id")) == [place.held[0]]
    with pytest.raises(TypeError):
        Appointment.objects.noted([str(place.held[0].pk)])


def test_rows_once_more_and_locked(place, request_of_nobody):
    Person.objects.again([place.one]).update_quietly(name="Other")
    assert Person.objects.locked_for_action(place.one).name == "Other"
    with pytest.raises(TypeError):
        Person.objects.locked_for_action(place.one.pk)
    gone = Appointment.objects.again(place.held)
    gone.delete()
    with pytest.raises(Appointment.DoesNotExist):
        Appointment.objects.locked_for_action(Appointment(pk=10**9))


def test_only_open_tables_are_open(place, request_of_nobody):
    assert CodeTable.objects.open_to_everyone().exists()
    assert Organisation.objects.open_to_everyone().filter(pk=place.lake.pk).exists()
    with pytest.raises(TypeError):
        Appointment.objects.open_to_everyone()


def test_numbers_give_no_rows(place, request_of_nobody):
    rows = Appointment.objects.numbers_only().filter(role="subject_teacher")
    assert rows.count() == 2 and rows.exists()
    assert set(rows.values_list("person_id", flat=True)) == {place.one.pk, place.two.pk}
    for fetch in (list, lambda rows: rows.first(), lambda rows: rows.get(pk=1), lambda rows: next(rows.iterator())):
        with pytest.raises(UnscopedQuery):
            fetch(rows)


def test_one_row_for_a_key(place, request_of_nobody):
    row, is_new = Appointment.objects.keeping_unique().get_or_create(pk=place.held[0].pk)
    assert (row, is_new) == (place.held[0], False)


def test_the_installation_reads_outside_requests_only(place):
    assert Appointment.objects.by_installation().count() == 2
    token = current_viewer.set(SYSTEM)
    try:
        with pytest.raises(UnscopedQuery):
            Appointment.objects.by_installation()
    finally:
        current_viewer.reset(token)
