"""Appointing, ending, lending: the rules and their consequences."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from santong.domains.platform.access.actions import appoint, delegate, end_appointments, restore
from santong.domains.platform.access.following import Fact, bring_back, follow, unfollow
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.queries import active_appointments
from santong.domains.platform.access.testing import somebody
from santong.domains.platform.organisations.public import (
    close_organisation,
    merge_school,
    move_organisation,
    reopen_organisation,
    unmerge_school,
)
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.refusals import NotPossible

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=30)


def viewer(person, role: str, path: str) -> Viewer:
    return Viewer(person_id=person.pk, grants=(Grant(role, path),), category="staff")


def values() -> list[dict]:
    return list(Appointment.objects.order_by("pk").values())


def test_administering_securing_and_auditing_stay_apart(region):
    person = somebody("region_administrator", region.city, "admin")
    for role in ("security_officer", "auditor"):
        with pytest.raises(NotPossible):
            appoint(acting=SYSTEM, person=person, role=role, organisation=region.city)
    appoint(acting=SYSTEM, person=person, role="inspector", organisation=region.city)
    end_appointments(acting=SYSTEM, appointments=[person.appointments.get(role="region_administrator")])
    appoint(acting=SYSTEM, person=person, role="auditor", organisation=region.city)


def test_a_future_role_counts_for_the_separation(region):
    person = somebody("inspector", region.city, "inspector")
    appoint(acting=SYSTEM, person=person, role="auditor", organisation=region.city, valid_from=SOON)
    with pytest.raises(NotPossible):
        appoint(acting=SYSTEM, person=person, role="security_officer", organisation=region.city)


def test_who_may_appoint_to_what(region):
    person = somebody("subject_teacher", region.lake, "teacher")
    school_it = viewer(somebody("school_it", region.lake, "it"), "school_it", region.lake.path)
    officer = viewer(somebody("county_officer", region.east, "officer"), "county_officer", region.east.path)
    appoint(acting=school_it, person=person, role="teaching_affairs", organisation=region.lake)
    for role, organisation in (("principal", region.lake), ("teaching_affairs", region.hill)):
        with pytest.raises(PermissionDenied):
            appoint(acting=school_it, person=person, role=role, organisation=organisation)
    appoint(acting=officer, person=person, role="principal", organisation=region.hill)
    for role, organisation in (("county_officer", region.east), ("principal", region.far)):
        with pytest.raises(PermissionDenied):
            appoint(acting=officer, person=person, role=role, organisation=organisation)


def test_a_role_needs_a_fitting_organisation(region):
    admin = viewer(somebody("region_administrator", region.city, "a"), "region_administrator", region.city.path)
    person = somebody("subject_teacher", region.lake, "teacher")
    for role, organisation in (("principal", region.east), ("auditor", region.lake), ("class_teacher", region.lake)):
        with pytest.raises(NotPossible):
            appoint(acting=admin, person=person, role=role, organisation=organisation)


def test_ending_and_taking_that_back(region):
    person = somebody("principal", region.lake, "principal")
    before = values()
    kept = end_appointments(acting=SYSTEM, appointments=person.appointments.all())
    assert active_appointments(person.pk) == []
    restore(acting=SYSTEM, before=kept)
    assert values() == before


def test_strangers_end_nothing(region):
    person = somebody("principal", region.lake, "principal")
    other = viewer(somebody("school_it", region.hill, "it"), "school_it", region.hill.path)
    with pytest.raises(PermissionDenied):
        end_appointments(acting=other, appointments=person.appointments.all())


def test_a_role_is_lent_for_a_period_and_comes_back(region):
    lender = somebody("principal", region.lake, "principal")
    colleague = somebody("subject_teacher", region.lake, "colleague")
    own = lender.appointments.get()
    acting = viewer(lender, "principal", region.lake.path)
    lent = delegate(acting=acting, appointment=own, person=colleague, organisation=region.first, valid_until=SOON)
    assert {row.role for row in active_appointments(colleague.pk)} == {"subject_teacher", "principal"}
    assert not Appointment.objects.filter(pk=lent.pk).on(SOON + timedelta(days=1)).exists()
    end_appointments(acting=SYSTEM, appointments=[own])
    assert {row.role for row in active_appointments(colleague.pk)} == {"subject_teacher"}


def test_the_lender_takes_back(region):
    lender, colleague = somebody("principal", region.lake, "p"), somebody("subject_teacher", region.lake, "c")
    acting = viewer(lender, "principal", region.lake.path)
    lent = delegate(
        acting=acting, appointment=lender.appointments.get(), person=colleague, organisation=region.lake,
        valid_until=SOON,
    )  # fmt: skip
    end_appointments(acting=acting, appointments=[lent])
    assert {row.role for row in active_appointments(colleague.pk)} == {"subject_teacher"}


def test_what_can_not_be_lent(region):
    lender, colleague = somebody("principal", region.lake, "p"), somebody("subject_teacher", region.lake, "c")
    stranger, pupil = somebody("principal", region.far, "s"), somebody("pupil", region.first, "pupil")
    own = lender.appointments.get()
    acting = viewer(lender, "principal", region.lake.path)
    good = {"person": colleague, "organisation": region.lake, "valid_until": SOON}
    for wrong in (
        {"organisation": region.east},
        {"organisation": region.hill},
        {"person": stranger},
        {"person": lender},
        {"valid_until": timezone.localdate() - timedelta(days=1)},
        {"valid_until": timezone.localdate() + timedelta(days=400)},
    ):
        with pytest.raises(NotPossible):
            delegate(acting=acting, appointment=own, **(good | wrong))
    lent = delegate(acting=acting, appointment=own, **good)
    with pytest.raises(NotPossible):
        delegate(
            acting=viewer(colleague, "principal", region.lake.path), appointment=lent, person=lender,
            organisation=region.lake, valid_until=SOON,
        )  # fmt: skip
    with pytest.raises(NotPossible):
        delegate(
            acting=viewer(pupil, "pupil", region.first.path), appointment=pupil.appointments.get(), person=colleague,
            organisation=region.first, valid_until=SOON,
        )  # fmt: skip
    with pytest.raises(PermissionDenied):
        delegate(acting=viewer(colleague, "principal", region.lake.path), appointment=own, **good)


def test_lending_keeps_the_separation(region):
    admin, auditor = somebody("region_administrator", region.city, "a"), somebody("auditor", region.city, "b")
    with pytest.raises(NotPossible):
        delegate(
            acting=viewer(admin, "region_administrator", region.city.path), appointment=admin.appointments.get(),
            person=auditor, organisation=region.city, valid_until=SOON,
        )  # fmt: skip


def test_closing_ends_appointments_and_opening_brings_them_back(region):
    somebody("principal", region.lake, "principal")
    somebody("class_teacher", region.first, "teacher")
    before = values()
    close_organisation(acting=SYSTEM, organisation=region.lake, last_day=timezone.localdate() - timedelta(days=1))
    assert not Appointment.objects.on(timezone.localdate()).exists()
    region.lake.refresh_from_db()
    reopen_organisation(acting=SYSTEM, organisation=region.lake)
    assert values() == before


def test_what_ends_while_its_place_is_closed_does_not_open_with_it(region):
    teacher = somebody("principal", region.hill, "teacher")
    facts = [Fact(teacher.pk, region.first.pk, region.first.path)]
    follow("class_teacher", facts)
    Appointment.objects.filter(role="class_teacher").update(valid_from=date(2020, 9, 1))
    close_organisation(acting=SYSTEM, organisation=region.lake, last_day=timezone.localdate() - timedelta(days=1))
    receipts = unfollow("class_teacher", facts)
    region.lake.refresh_from_db()
    reopen_organisation(acting=SYSTEM, organisation=region.lake)
    assert {row.role for row in active_appointments(teacher.pk)} == {"principal"}
    bring_back(receipts)
    assert {row.role for row in active_appointments(teacher.pk)} == {"principal", "class_teacher"}


def test_what_ended_while_its_place_is_closed_is_brought_back_to_wait_for_it(region):
    teacher = somebody("principal", region.hill, "teacher")
    facts = [Fact(teacher.pk, region.first.pk, region.first.path)]
    follow("class_teacher", facts)
    Appointment.objects.filter(role="class_teacher").update(valid_from=date(2020, 9, 1))
    close_organisation(acting=SYSTEM, organisation=region.lake, last_day=timezone.localdate() - timedelta(days=1))
    for forget in (False, True):
        bring_back(unfollow("class_teacher", facts, forget=forget))
        assert {row.role for row in active_appointments(teacher.pk)} == {"principal"}
    region.lake.refresh_from_db()
    reopen_organisation(acting=SYSTEM, organisation=region.lake)
    assert {row.role for row in active_appointments(teacher.pk)} == {"principal", "class_teacher"}


def test_a_merger_moves_teachers_and_ends_the_head(region):
    principal = somebody("principal", region.lake, "principal")
    teacher = somebody("subject_teacher", region.lake, "teacher")
    head = somebody("class_teacher", region.first, "head")
    before = values()
    merger = merge_school(acting=SYSTEM, school=region.lake, successor=region.hill, on=timezone.localdate())
    assert active_appointments(principal.pk) == []
    assert [row.organisation for row in active_appointments(teacher.pk)] == [region.hill]
    assert active_appointments(head.pk)[0].path.startswith(region.hill.path)
    unmerge_school(acting=SYSTEM, merger=merger)
    assert values() == before


def test_appointments_follow_a_move(region):
    head = somebody("class_teacher", region.first, "head")
    move_organisation(acting=SYSTEM, organisation=region.lake, parent=region.west)
    row = Appointment.objects.get(person=head)
    assert row.path.startswith(region.west.path) and row.path == row.organisation.path


def test_dates_in_order(region):
    person = somebody("principal", region.lake, "principal")
    row = person.appointments.get()
    row.valid_from = date(2020, 9, 1)
    row.save()
    assert [a.pk for a in active_appointments(person.pk)] == [row.pk]
