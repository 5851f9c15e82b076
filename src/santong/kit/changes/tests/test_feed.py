"""The change feed: in order, to be resumed, nothing missed, nothing from elsewhere."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import create_organisation, create_school, move_organisation
from santong.kit.access import SYSTEM, Viewer, current_viewer
from santong.kit.changes.feed import CursorTooOld, last_position, permissions, read, remove_old
from santong.kit.changes.models import Change

ALL = ("organisations", "people")


class At(Viewer):
    """Sees everything below a path."""

    def paths(self, permission: str) -> tuple[str, ...]:
        return (self.name,)


def told(viewer: Viewer, after: int, size: int = 100) -> list[tuple[str, str, int]]:
    return [(i.kind, i.resource, i.object_id) for i in read(viewer, after=after, resources=ALL, size=size).items]


@pytest.fixture
def city(db):
    return create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)


def test_created_changed_removed_restored(city):
    after = last_position()
    person = Person.objects.create_person(username="a", name="A", path=city.path)
    person.name = "B"
    person.save()
    room = create_organisation(acting=SYSTEM, kind="department", name="Room", parent=city)
    type(room).objects.filter(pk=room.pk).remove()
    type(room).with_removed.filter(pk=room.pk).restore()
    key = person.pk
    person.delete()
    assert told(SYSTEM, after) == [
        ("created", "people", key),
        ("changed", "people", key),
        ("created", "organisations", room.pk),
        ("removed", "organisations", room.pk),
        ("created", "organisations", room.pk),
        ("removed", "people", key),
    ]


def test_what_is_nobodys_business_is_not_told(city):
    person = Person.objects.create_person(username="a", name="A", path=city.path)
    after = last_position()
    person.theme = "dark"
    person.set_password("changed-12345")
    person.save()
    assert told(SYSTEM, after) == []


def test_pages_go_on_where_they_ended(city):
    after = last_position()
    for number in range(7):
        Person.objects.create_person(username=f"p{number}", name="P", path=city.path)
    found = []
    more = True
    while more:
        part = read(SYSTEM, after=after, resources=ALL, size=3)
        found += [item.object_id for item in part.items]
        after, more = part.cursor, part.more
    assert len(found) == 7
    assert found == sorted(found)
    assert after == last_position()


def test_the_end_is_behind_everything_committed_however_much_that_is(city, monkeypatch):
    monkeypatch.setattr("santong.kit.changes.feed.MOST_AT_ONCE", 2)
    for number in range(7):
        Person.objects.create_person(username=f"p{number}", name="P", path=city.path)
    assert told(SYSTEM, last_position()) == []
    assert not Change.objects.filter(position=None).exists()


def test_a_school_sees_only_its_own(city):
    east = create_school(acting=SYSTEM, name="East", parent=city, code="2199000001", education_type="211")
    west = create_school(acting=SYSTEM, name="West", parent=city, code="2199000002", education_type="211")
    after = last_position()
    person = Person.objects.create_person(username="e", name="E", path=east.path)
    Person.objects.create_person(username="w", name="W", path=west.path)
    assert told(At(name=east.path), after) == [("created", "people", person.pk)]
    # The cursor doesn't stand still because the rest is somebody else's.
    assert read(At(name=east.path), after=after, resources=ALL, size=9).cursor == last_position()


def test_who_moves_away_is_removed_here_and_created_there(city):
    east = create_school(acting=SYSTEM, name="East", parent=city, code="2199000001", education_type="211")
    west = create_school(acting=SYSTEM, name="West", parent=city, code="2199000002", education_type="211")
    person = Person.objects.create_person(username="e", name="E", path=east.path)
    after = last_position()
    person.path = west.path
    person.save()
    assert told(At(name=east.path), after) == [("removed", "people", person.pk)]
    assert told(At(name=west.path), after) == [("created", "people", person.pk)]
    assert told(At(name=city.path), after) == [("changed", "people", person.pk)]


def test_a_moved_school_takes_everybody_along(city):
    near = create_organisation(acting=SYSTEM, kind="county_bureau", name="Near", parent=city)
    far = create_organisation(acting=SYSTEM, kind="county_bureau", name="Far", parent=city)
    school = create_school(acting=SYSTEM, name="East", parent=near, code="2199000001", education_type="211")
    person = Person.objects.create_person(username="e", name="E", path=school.path)
    after = last_position()
    move_organisation(acting=SYSTEM, organisation=school, parent=far)
    both = {("organisations", school.pk), ("people", person.pk)}
    assert {(r, k) for kind, r, k in told(At(name=near.path), after) if kind == "removed"} == both
    assert {(r, k) for kind, r, k in told(At(name=far.path), after) if kind == "created"} == both


def test_a_rolled_back_write_is_never_told(city):
    after = last_position()
    with transaction.atomic():
        Person.objects.create_person(username="a", name="A", path=city.path)
        transaction.set_rollback(True)
    assert told(SYSTEM, after) == []


def test_old_changes_end_and_old_cursors_say_so(city):
    for number in range(3):
        Person.objects.create_person(username=f"p{number}", name="P", path=city.path)
    end = last_position()
    remove_old(timezone.now() + timedelta(days=365))
    assert Change.objects.count() == 1
    assert told(SYSTEM, end) == []
    with pytest.raises(CursorTooOld):
        read(SYSTEM, after=0, resources=ALL, size=5)
    Person.objects.create_person(username="later", name="P", path=city.path)
    assert len(told(SYSTEM, end)) == 1


def test_every_published_model_says_who_may_see_it():
    assert set(permissions()) >= {"organisations", "people", "pupils", "staff", "guardians"}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_missed_while_writers_overlap():
    """The first to write commits last; a reader in between must still get both, each once."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    current_viewer.set(None)
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    after, written, may_commit = last_position(), Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            Person.objects.create_person(username="slow", name="S", path=city.path)
            written.set()
            may_commit.wait(20)
        connections.close_all()

    writer = Thread(target=slow)
    writer.start()
    written.wait(20)
    quick = Person.objects.create_person(username="quick", name="Q", path=city.path)
    between = read(SYSTEM, after=after, resources=ALL, size=10)
    may_commit.set()
    writer.join()
    rest = read(SYSTEM, after=between.cursor, resources=ALL, size=10)
    assert [item.object_id for item in between.items] == [quick.pk]
    assert [item.object_id for item in rest.items] == [Person.objects.get(username="slow").pk]
