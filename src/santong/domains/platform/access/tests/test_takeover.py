"""Whose account somebody may come into."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from santong.domains.platform.access.actions import appoint, delegate
from santong.domains.platform.access.following import Fact, follow
from santong.domains.platform.access.queries import active_appointments
from santong.domains.platform.access.takeover import may_take_over, takeover_objections
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.identity import takeover as hook
from santong.domains.platform.identity.activation.codes import BadCode, open_code
from santong.domains.platform.identity.public import (
    Person,
    issue_codes,
    open_codes,
    remove_second_factor,
    reset_password,
)
from santong.domains.platform.identity.takeover import TakeoverRefused
from santong.kit.access import SYSTEM, Grant, Viewer

pytestmark = pytest.mark.django_db


def viewer_of(person: Person) -> Viewer:
    grants = tuple(Grant(row.role, row.path) for row in active_appointments(person.pk))
    return Viewer(person_id=person.pk, category="staff", grants=grants)


def acting_as_role(role, place) -> Viewer:
    return viewer_of(somebody(role, place, f"acting-{role}"))


def without_role(place, username="nobody") -> Person:
    return Person.objects.create_person(username=username, name=f"Person {username}", path=place.path)


def fact(person, role, place) -> Person:
    follow(role, [Fact(person.pk, place.pk, place.path)])
    return person


@pytest.mark.parametrize("role", ["school_it", "teaching_affairs"])
def test_people_of_the_own_school_without_strong_roles_are_theirs(region, role):
    acting = acting_as_role(role, region.lake)
    pupil = fact(without_role(region.lake, "pupil"), "pupil", region.first)
    teacher = fact(without_role(region.lake, "teacher"), "subject_teacher", region.first)
    assert takeover_objections(acting, [pupil, teacher, without_role(region.lake)]) == {}


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("region_administrator", "city"),
        ("auditor", "city"),
        ("bureau_officer", "city"),
        ("county_officer", "east"),
        ("principal", "lake"),
        ("school_it", "lake"),
        ("teaching_affairs", "lake"),
        ("class_teacher", "first"),
    ],
)
def test_whoever_cannot_give_a_role_cannot_have_its_holder(region, role, place):
    holder = somebody(role, getattr(region, place), "holder")
    Person.objects.unscoped("test").filter(pk=holder.pk).update(path=region.lake.path)
    holder.refresh_from_db()
    assert may_take_over(acting_as_role("teaching_affairs", region.lake), holder)


def test_the_own_schools_it_has_teachers_and_affairs_but_not_the_principal(region):
    acting = acting_as_role("school_it", region.lake)
    assert may_take_over(acting, somebody("teaching_affairs", region.lake, "affairs")) is None
    assert may_take_over(acting, somebody("class_teacher", region.first, "teacher")) is None
    told = may_take_over(acting, somebody("principal", region.lake, "head"))
    assert told is not None and "Lake" in told and "区域管理员" in told


def test_a_role_that_begins_later_counts_and_one_that_is_over_does_not(region):
    acting = acting_as_role("teaching_affairs", region.lake)
    tomorrow, yesterday = (timezone.localdate() + timedelta(days=days) for days in (1, -1))
    later, earlier = without_role(region.lake, "later"), without_role(region.lake, "earlier")
    for person, dates in ((later, {"valid_from": tomorrow}), (earlier, {"valid_until": yesterday})):
        appoint(acting=SYSTEM, person=person, role="principal", organisation=region.lake, **dates)
    assert may_take_over(acting, later)
    assert may_take_over(acting, earlier) is None


def test_a_role_that_was_lent_counts(region):
    head = somebody("principal", region.lake, "head")
    deputy = without_role(region.lake, "deputy")
    delegate(
        acting=viewer_of(head),
        appointment=active_appointments(head.pk)[0],
        person=deputy,
        organisation=region.lake,
        valid_until=timezone.localdate() + timedelta(days=7),
    )
    assert may_take_over(acting_as_role("school_it", region.lake), deputy)
    assert may_take_over(acting_as_role("region_administrator", region.city), deputy) is None


def test_a_parent_with_a_child_elsewhere_is_not_theirs_nor_told_of_it(region):
    parent = fact(without_role(region.lake, "parent"), "parent", region.first)
    acting = acting_as_role("school_it", region.lake)
    assert may_take_over(acting, parent) is None
    fact(parent, "parent", region.far)
    told = may_take_over(acting, parent)
    assert told is not None and "Far" not in told
    assert may_take_over(acting_as_role("region_administrator", region.city), parent) is None


def test_somebody_at_home_elsewhere_is_not_theirs_even_without_any_role(region):
    acting = acting_as_role("school_it", region.lake)
    assert may_take_over(acting, without_role(region.far, "far"))
    assert may_take_over(acting, without_role(region.east, "above"))
    assert may_take_over(acting, Person.objects.create_person(username="nowhere", name="Nowhere"))


def test_somebody_at_home_elsewhere_is_not_theirs_by_a_child_in_the_school(region):
    """The attack: whoever keeps the roll can link anybody to a child."""
    for home, name in ((region.far, "far"), (region.city, "city"), (region.east, "east")):
        person = fact(without_role(home, name), "parent", region.first)
        assert may_take_over(acting_as_role_once(region), person)


def acting_as_role_once(region) -> Viewer:
    return Viewer(person_id=10**6, category="staff", grants=(Grant("school_it", region.lake.path),))


def test_a_class_teacher_has_the_pupils_and_parents_of_the_class_only(region):
    acting = acting_as_role("class_teacher", region.first)
    pupil = fact(without_role(region.lake, "pupil"), "pupil", region.first)
    parent = fact(without_role(region.lake, "parent"), "parent", region.first)
    assert takeover_objections(acting, [pupil, parent]) == {}
    beside = fact(without_role(region.lake, "beside"), "pupil", region.second)
    both = fact(fact(without_role(region.lake, "both"), "parent", region.first), "parent", region.second)
    colleague = fact(without_role(region.lake, "colleague"), "subject_teacher", region.first)
    officer = fact(without_role(region.city, "officer"), "parent", region.first)
    none = without_role(region.lake)
    people = [beside, both, colleague, officer, none]
    assert takeover_objections(acting, people).keys() == {person.pk for person in people}


def test_nobody_takes_themselves_over(region):
    administrator = somebody("region_administrator", region.city, "administrator")
    assert may_take_over(viewer_of(administrator), administrator)


@pytest.mark.parametrize("role", ["principal", "county_officer", "bureau_officer", "auditor", "subject_teacher"])
def test_without_the_permission_nobody_is_theirs(region, role):
    place = {"principal": region.lake, "county_officer": region.east, "subject_teacher": region.first}
    acting = acting_as_role(role, place.get(role, region.city))
    assert may_take_over(acting, without_role(region.lake))


def test_the_words_survive_a_percent_sign_in_a_name(region):
    region.lake.name = "100% Lake"
    region.lake.save()
    told = may_take_over(acting_as_role("school_it", region.lake), somebody("principal", region.lake, "head"))
    assert told is not None and "100% Lake" in told


def test_many_people_take_few_queries(region, django_assert_max_num_queries):
    acting = acting_as_role("school_it", region.lake)
    people = [fact(without_role(region.lake, f"p{number}"), "pupil", region.first) for number in range(20)]
    with django_assert_max_num_queries(3):
        takeover_objections(acting, people)


def test_passwords_and_second_factors_stay_with_whoever_gives_the_roles(region):
    head = somebody("principal", region.lake, "head")
    acting = acting_as_role("school_it", region.lake)
    with pytest.raises(TakeoverRefused):
        reset_password(acting=acting, person=head)
    with pytest.raises(TakeoverRefused):
        remove_second_factor(acting=acting, person=head)
    head.refresh_from_db()
    assert not head.has_usable_password()


def test_an_installation_without_the_rule_does_not_start(monkeypatch):
    assert hook.check_rule(None) == []
    monkeypatch.setattr(hook, "_rules", [])
    assert [problem.id for problem in hook.check_rule(None)] == ["santong.E010"]
    with pytest.raises(ImproperlyConfigured):
        hook.demand_takeover(SYSTEM, [])


def test_a_slip_printed_before_a_role_was_given_opens_nothing_afterwards(region):
    newcomer = Person.objects.create_person(username="newcomer", name="新人", path=region.lake.path)
    acting = acting_as_role("teaching_affairs", region.lake)
    [issued] = issue_codes(acting=acting, path=region.lake.path, people=[newcomer])
    assert open_codes().filter(person=newcomer).exists()
    appoint(acting=SYSTEM, person=newcomer, role="principal", organisation=region.lake)
    with pytest.raises(BadCode):
        open_code(issued.code)
