"""Onto the roll, between classes and schools, and off it; and what follows from it."""

from __future__ import annotations

from datetime import date

import pytest

from santong.domains.campus.students.actions.families import (
    NewGuardian,
    accept_invitation,
    end_guardianship,
    give_consent,
    invite_guardian,
    link_guardians,
    restore_guardianship,
)
from santong.domains.campus.students.actions.roll import change_status, move
from santong.domains.campus.students.actions.transfers import accept_transfer, ask_transfer, withdraw_transfer
from santong.domains.campus.students.models import ClassPlace, Consent, Pupil, RollChange
from santong.domains.campus.students.tests.conftest import Cast
from santong.domains.platform.access.public import Appointment
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import count_below
from santong.kit.access import SYSTEM, Viewer
from santong.kit.refusals import NotPossible

DAY = date(2026, 3, 2)


def roles(person: Person, role: str) -> set[str]:
    """The paths where somebody holds a role."""
    rows = Appointment.objects.filter(person=person, role=role, valid_until=None)
    return set(rows.values_list("path", flat=True))


def reload(pupil: Pupil) -> Pupil:
    return Pupil.objects.select_related("person", "school", "school_class").get(pk=pupil.pk)


def guardian(cast: Cast, name: str = "曾父") -> Person:
    return create_people(acting=SYSTEM, drafts=[NewPerson(name, cast.school.path)])[0]


def test_role_and_number_follow_from_enrolment(cast):
    assert roles(cast.pupils[0].person, "pupil") == {cast.classes[0].path}
    assert count_below(cast.school, "pupils") == 5


def test_the_roll_number_is_sealed_and_found(cast):
    pupil = reload(cast.pupils[0])
    assert pupil.roll_number.startswith("G990102") and pupil.masked_roll_number.startswith("G9901****")
    assert "990102" not in pupil.roll_number_cipher + pupil.roll_number_index


def test_moving_keeps_the_former_class_and_moves_what_follows(cast):
    parent = guardian(cast)
    [link] = link_guardians(acting=SYSTEM, drafts=[NewGuardian(cast.pupils[0], parent)])
    move(acting=SYSTEM, pupils=[reload(cast.pupils[0])], school_class=cast.classes[1], day=DAY)
    pupil = reload(cast.pupils[0])
    assert pupil.school_class == cast.classes[1] and pupil.path == cast.classes[1].path
    [place] = ClassPlace.objects.all()
    assert (place.class_name, place.until) == (cast.classes[0].name, date(2026, 3, 1))
    assert roles(pupil.person, "pupil") == roles(parent, "parent") == {cast.classes[1].path}
    link.refresh_from_db()
    assert link.path == cast.classes[1].path
    assert count_below(cast.classes[0], "pupils") == 4 and count_below(cast.classes[1], "pupils") == 1


def test_a_class_of_another_school_is_refused(cast):
    with pytest.raises(NotPossible):
        move(acting=SYSTEM, pupils=cast.pupils[:1], school_class=cast.classes[2], day=DAY)


def test_suspending_keeps_the_place_and_leaving_takes_it(cast):
    change_status(acting=SYSTEM, pupils=[reload(cast.pupils[0])], kind="suspend", day=DAY)
    assert roles(cast.pupils[0].person, "pupil") and count_below(cast.school, "pupils") == 5
    change_status(acting=SYSTEM, pupils=[reload(cast.pupils[0])], kind="leave", day=DAY)
    assert not roles(cast.pupils[0].person, "pupil") and count_below(cast.school, "pupils") == 4
    assert list(RollChange.objects.order_by("id").values_list("kind", flat=True)) == ["suspend", "leave"]
    with pytest.raises(NotPossible):
        change_status(acting=SYSTEM, pupils=[reload(cast.pupils[0])], kind="resume", day=DAY)


def test_a_transfer_waits_for_the_receiving_school(cast):
    transfer = ask_transfer(acting=SYSTEM, pupil=reload(cast.pupils[0]), to_school=cast.far, reason="搬家")
    assert reload(cast.pupils[0]).school == cast.school
    accept_transfer(acting=SYSTEM, transfer=transfer, school_class=cast.classes[4], day=DAY)
    pupil = reload(cast.pupils[0])
    assert pupil.school == cast.far and pupil.person.path == cast.far.path
    assert roles(pupil.person, "pupil") == {cast.classes[4].path}
    assert count_below(cast.school, "pupils") == 4 and count_below(cast.far, "pupils") == 1
    with pytest.raises(NotPossible):
        withdraw_transfer(acting=SYSTEM, transfer=transfer)


def test_one_transfer_at_a_time(cast):
    ask_transfer(acting=SYSTEM, pupil=reload(cast.pupils[0]), to_school=cast.far)
    with pytest.raises(NotPossible):
        ask_transfer(acting=SYSTEM, pupil=reload(cast.pupils[0]), to_school=cast.other)


def test_an_invitation_links_once(cast):
    parent, second = guardian(cast), guardian(cast, "曾母")
    code = invite_guardian(acting=SYSTEM, pupil=cast.pupils[0], relation="51")
    link = accept_invitation(acting=Viewer(person_id=parent.pk), guardian=parent, code=code.lower())
    assert link.child_id == cast.pupils[0].person_id and roles(parent, "parent") == {cast.classes[0].path}
    with pytest.raises(NotPossible):
        accept_invitation(acting=Viewer(person_id=second.pk), guardian=second, code=code)


def test_twins_keep_the_role_when_one_link_ends(cast):
    parent = guardian(cast)
    links = link_guardians(acting=SYSTEM, drafts=[NewGuardian(pupil, parent) for pupil in cast.pupils[:2]])
    end_guardianship(acting=Viewer(person_id=parent.pk), guardianship=links[0])
    assert roles(parent, "parent") == {cast.classes[0].path}
    end_guardianship(acting=SYSTEM, guardianship=links[1])
    assert not roles(parent, "parent")
    restore_guardianship(acting=SYSTEM, guardianship=links[1])
    assert roles(parent, "parent") == {cast.classes[0].path}


def test_consent_is_recorded_with_its_version_and_ends_with_the_link(cast):
    parent = guardian(cast)
    [link] = link_guardians(acting=SYSTEM, drafts=[NewGuardian(cast.pupils[0], parent)])
    me = Viewer(person_id=parent.pk)
    first = give_consent(acting=me, guardianship=link)
    assert give_consent(acting=me, guardianship=link) == first and first.text_version == "2026-1"
    end_guardianship(acting=me, guardianship=link)
    assert Consent.objects.get().withdrawn_at is not None
