"""What the sender of a notice to parents sees of its pupils."""

from __future__ import annotations

import pytest

from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.facts import FACTS
from santong.domains.campus.students.models import Pupil
from santong.domains.campus.students.tests.conftest import Cast, add_pupils
from santong.domains.campus.students.unreached import PUPILS_REACHED, PUPILS_UNREACHED, SIBLINGS
from santong.domains.platform.identity.public import Person
from santong.domains.platform.notices.audience import audience_of, reached_by
from santong.domains.platform.notices.models import AudiencePart
from santong.kit.access import SYSTEM, Grant, Viewer

pytestmark = pytest.mark.django_db


def parent(name: str) -> Person:
    return Person.objects.create_person(username=name, name=name, path="")


@pytest.fixture
def families(cast: Cast) -> list[Pupil]:
    """Three further pupils of the first class: with two parents, with one of these, with one who is switched off."""
    both, one, off = add_pupils(cast.school, cast.classes[0], 3, first=50)
    ann, bob, gone = parent("ann"), parent("bob"), parent("gone")
    pairs = ((both, ann), (both, bob), (one, ann), (off, gone))
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, guardian) for pupil, guardian in pairs])
    gone.is_active = False
    gone.save()
    return [both, one, off]


def teacher(cast: Cast) -> Viewer:
    return Viewer(person_id=1, category="staff", grants=(Grant("class_teacher", cast.classes[0].path),))


def test_each_child_has_a_tile_with_how_many_get_it(cast: Cast, families: list[Pupil]):
    here = [cast.classes[0].path]
    found = PUPILS_REACHED.find(teacher(cast), here, 60)
    reached = {child.address: child.recipients for child in found}
    assert [reached[f"/pupils/{pupil.pk}/"] for pupil in families] == [2, 1, 0]
    assert len(PUPILS_REACHED.find(teacher(cast), here, 1)) == 2, "one more than wanted: too many"


def test_siblings_and_pupils_without_anybody_are_said(cast: Cast, families: list[Pupil]):
    here = [cast.classes[0].path]
    numbers = [each.number for kind in (PUPILS_UNREACHED, SIBLINGS) for each in kind.find(teacher(cast), here)]
    there = PUPILS_REACHED.find(teacher(cast), here, 60)
    assert numbers == [len(there) - len(families), 1]


def test_nobody_sees_the_children_of_another_class(cast: Cast, families: list[Pupil]):
    stranger = Viewer(person_id=1, category="staff", grants=(Grant("class_teacher", cast.classes[1].path),))
    assert PUPILS_REACHED.find(stranger, [cast.classes[0].path], 60) == []


def test_a_class_names_the_first_children_without_anybody(cast: Cast, families: list[Pupil]):
    place = cast.classes[0]
    parts = [AudiencePart(organisation=place, path=place.path, role="parent")]
    audience = audience_of(teacher(cast), parts)
    assert len(audience.children.without) == 3 and audience.children.more_without > 0
    assert [each.number for each in audience.missing if each.address] == [], "said by the tiles already"


def test_parents_are_reached_once_for_each_child(cast: Cast, families: list[Pupil]):
    place = cast.classes[0]
    reached = reached_by([AudiencePart(organisation=place, path=place.path, role="parent")])
    both, one, _off = (pupil.person_id for pupil in families)
    found = {(each.person, each.child) for each in reached}
    ann, bob = (Person.objects.get(username=name).pk for name in ("ann", "bob"))
    assert {(ann, both), (bob, both), (ann, one)} <= found
    assert not {(ann, None), (bob, None)} & found, "nobody a second time without a child"
    assert {each.path for each in reached} == {place.path} and {each.category for each in reached} == {"parent"}


def test_the_class_of_a_pupil_is_a_fact(cast: Cast, families: list[Pupil]):
    (fact,) = FACTS
    assert fact.find([families[0].person_id]) == {families[0].person_id: cast.classes[0].name}
    assert fact.of(0) == ""
