"""Viewers, scopes and the loud failure of unscoped reads."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.public import Organisation, create_organisation
from santong.kit.access import NOBODY, SYSTEM, Grant, UnscopedQuery, Viewer, current_viewer, outermost
from santong.kit.access.roles import UnknownPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Organisation]:
    city = create_organisation(acting=SYSTEM, kind="city_bureau", name="City", parent=None)
    east = create_organisation(acting=SYSTEM, kind="county_bureau", name="East", parent=city)
    west = create_organisation(acting=SYSTEM, kind="county_bureau", name="West", parent=city)
    school = create_organisation(acting=SYSTEM, kind="school", name="School", parent=east)
    return {"city": city, "east": east, "west": west, "school": school}


def officer(path: str) -> Viewer:
    return Viewer(person_id=1, grants=(Grant("county_officer", path),), category="staff")


def test_paths_grow_four_characters_a_level(tree):
    assert [tree[n].path for n in ("city", "east", "west", "school")] == [
        "0001",
        "00010001",
        "00010002",
        "000100010001",
    ]


def test_sees_own_subtree_only(tree):
    seen = Organisation.objects.visible_to(officer(tree["east"].path))
    assert {o.name for o in seen} == {"East", "School"}


def test_get_is_404_outside_and_403_without_permission(tree):
    viewer = officer(tree["east"].path)
    assert viewer.get(Organisation, tree["school"].pk) == tree["school"]
    with pytest.raises(Http404):
        viewer.get(Organisation, tree["west"].pk)
    reader = Viewer(person_id=1, grants=(Grant("inspector", tree["east"].path),))
    with pytest.raises(PermissionDenied):
        reader.get(Organisation, tree["school"].pk, "organisations.change")


def test_own_rows_elsewhere_are_fetched_but_not_listed(tree):
    school, west = tree["school"], tree["west"]
    person = Person.objects.create_person(username="someone", name="Someone", path=west.path)
    for grants, listed in (((), True), ((Grant("principal", school.path),), False)):
        viewer = Viewer(person_id=person.pk, grants=grants)
        assert Person.objects.visible_to(viewer).filter(pk=person.pk).exists() is listed
        assert viewer.get(Person, person.pk) == person
    stranger = Viewer(person_id=person.pk + 1, grants=(Grant("principal", school.path),))
    with pytest.raises(Http404):
        stranger.get(Person, person.pk)


def test_nobody_sees_nothing(tree):
    assert not Organisation.objects.visible_to(NOBODY).exists()


def test_unknown_permission_fails(tree):
    with pytest.raises(UnknownPermission):
        officer("").can("organisations.veiw")


def test_unscoped_read_in_a_request_fails_loudly(tree):
    token = current_viewer.set(NOBODY)
    try:
        for read in (list, lambda q: q.count(), lambda q: q.exists(), lambda q: q.first(), lambda q: q.delete()):
            with pytest.raises(UnscopedQuery):
                read(Organisation.objects.all())
        assert list(Organisation.objects.unscoped("a test says so").values_list("name", flat=True))
    finally:
        current_viewer.reset(token)


def test_outermost_paths():
    assert outermost(["00010001", "0001", "0002", "00020001"]) == ("0001", "0002")
