"""The vocabulary of row rules, each word on real rows, and what pages make of them."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.test.utils import isolate_apps

from santong.domains.platform.access.public import appoint
from santong.domains.platform.access.testing import client_of
from santong.domains.platform.conversations.models import Rules
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import (
    NOBODY,
    SYSTEM,
    Anywhere,
    Exactly,
    Grant,
    Holder,
    Leader,
    Scope,
    Shipped,
    Through,
    Upward,
    Viewer,
    current_viewer,
)
from santong.kit.pages import ModelPages, NameColumn, Table

pytestmark = pytest.mark.django_db

VIEW = "organisations.view"
SHOWN = ("City", "Lake", "Hill")


def viewer_at(*places: Organisation, role: str = "principal", person: int = 7) -> Viewer:
    return Viewer(person_id=person, grants=tuple(Grant(role, place.path) for place in places), category="staff")


def names(scope: Scope, viewer: Viewer, permission: str | None = None) -> set[str]:
    rows = Organisation.objects.unscoped("a test").filter(scope.rows(viewer, permission))
    return {row.name for row in rows if row.name in SHOWN}


def test_upward_shows_what_stands_above_and_allows_nothing_more(region):
    scope = Upward(view=VIEW)
    assert names(scope, viewer_at(region.first)) == {"City", "Lake"}
    assert names(scope, viewer_at(region.first), VIEW) == {"City", "Lake"}
    assert names(scope, viewer_at(region.first), "organisations.change") == set()
    assert names(scope, viewer_at(region.lake, region.hill)) == {"City", "Lake", "Hill"}
    assert names(scope, Viewer(person_id=7)) == names(scope, NOBODY) == set()
    assert names(scope, SYSTEM) == {"City", "Lake", "Hill"}
    assert names(Upward(view=VIEW, when=Q(kind="school")), viewer_at(region.first)) == {"Lake"}


def test_who_stands_in_a_place_inside_another_is_reached_in_both(region):
    """The class inside their own school counts, though a check of rights needs the school alone."""
    scope = Upward(view=VIEW)
    rows = Organisation.objects.unscoped("a test").filter(scope.rows(viewer_at(region.lake, region.first)))
    assert region.first in rows


def test_joined_rules_add_up(region):
    scope = Scope(view=VIEW) | Upward(view=VIEW)
    assert names(scope, viewer_at(region.lake)) == {"City", "Lake"}
    assert names(scope, viewer_at(region.lake), "pupils.view") == {"Lake"}
    assert scope.view == VIEW and scope.shown_by == VIEW


def test_exactly_is_neither_below_nor_above(region):
    scope = Exactly(view=VIEW)
    assert names(scope, viewer_at(region.lake)) == {"Lake"}
    assert names(scope, viewer_at(region.city, role="county_officer")) == {"City"}
    assert names(scope, SYSTEM) == {"City", "Lake", "Hill"}
    assert names(scope, NOBODY) == set()


def test_anywhere_is_all_or_nothing(region):
    assert names(Anywhere(view=VIEW), viewer_at(region.first)) == {"City", "Lake", "Hill"}
    assert names(Anywhere(view=VIEW), Viewer(person_id=7)) == set()


def test_what_came_with_the_product_is_read_by_holders_and_changed_by_nobody(region):
    region.city.__class__.objects.filter(pk=region.city.pk).update(path="")
    scope = Shipped(view=VIEW)
    assert names(scope, viewer_at(region.first)) == {"City"}
    assert names(scope, viewer_at(region.first), "organisations.change") == names(scope, NOBODY) == set()


def test_leaders_list_and_do_what_the_rule_says(region):
    scope = Scope(view=VIEW) | Leader(view=VIEW, owner="id", may=("organisations.change",))
    leader = Viewer(person_id=region.hill.pk, grants=(Grant("principal", region.lake.path),), category="staff")
    assert names(scope, leader) == {"Lake", "Hill"}
    assert names(scope, leader, "organisations.change") == {"Hill"}
    assert names(scope, leader, "pupils.view") == {"Lake"}
    assert scope.gives("organisations.change") and not scope.gives("pupils.view")


def test_own_rows_of_large_tables_are_listed_only_without_a_place(region):
    scope = Scope(view=VIEW) | Holder(view=VIEW, owner="id", listed=False)
    assert names(scope, Viewer(region.hill.pk, (Grant("principal", region.lake.path),))) == {"Lake"}
    assert names(scope, Viewer(region.hill.pk)) == {"Hill"}


def test_a_row_is_seen_through_the_row_that_it_belongs_to(region):
    scope = Through(view=VIEW, parent="parent", of="organisations.Organisation")
    assert names(scope, viewer_at(region.city, role="county_officer")) == {"Lake", "Hill"}
    assert names(scope, viewer_at(region.lake)) == set()


class LedTable(Table):
    name = NameColumn(verbose_name="name")


with isolate_apps("santong.kit"):  # a table of this test alone

    class Led(Person):
        """People whom nobody but themselves sees, as a row that its leader may change."""

        scope = Scope(view="people.view") | Leader(view="people.view", owner="id", may=("people.change",))

        class Meta:
            proxy = True
            app_label = "kit"


class LedPages(ModelPages):
    model, name, table, change = Led, "led", LedTable, "people.change"


def test_a_leader_saves_their_row_where_it_is_and_nowhere_else(region):
    person = Person.objects.create_person(username="leader", name="Leader", path=region.lake.path)
    row, viewer = Led.objects.get(pk=person.pk), Viewer(person.pk)
    assert viewer.may("people.change", row, row.path)
    assert LedPages().opens_for(viewer) and list(LedPages().listed_rows(viewer)) == [row]
    assert not LedPages().opens_for(Viewer(person.pk + 1))
    LedPages().demand_change(viewer, row)
    row.path = region.hill.path
    with pytest.raises(PermissionDenied):
        LedPages().demand_change(viewer, row)


def test_what_opens_is_listed_too(region):
    """Somebody without the permission lists their own appointments, as they open them; without any it is refused."""

    person = Person.objects.create_person(username="cook", name="Cook", path=region.lake.path)
    other = Person.objects.create_person(username="other", name="Other", path=region.lake.path)
    assert client_of(person).get("/appointments/").status_code == 403
    mine = appoint(acting=SYSTEM, person=person, role="subject_teacher", organisation=region.lake)
    appoint(acting=SYSTEM, person=other, role="subject_teacher", organisation=region.lake)
    client = client_of(person)
    assert client.get(f"/appointments/{mine.pk}/").status_code == 200
    answer = client.get("/appointments/")
    assert answer.status_code == 200
    assert [row.pk for row in answer.context["rows"]] == [mine.pk]


@pytest.mark.parametrize("viewer", [SYSTEM, NOBODY, None])
def test_what_must_be_unique_is_looked_for_whoever_asks(region, viewer):
    """A constraint without a condition is checked by a read of all rows, which inside a request would be refused."""
    Rules.objects.create(school=region.lake, path=region.lake.path)
    before = current_viewer.set(viewer)
    try:
        with pytest.raises(ValidationError) as found:
            Rules(school=region.lake, path=region.lake.path).full_clean()
        assert set(found.value.message_dict) == {"school"}
        assert current_viewer.get() is viewer
    finally:
        current_viewer.reset(before)
