"""Pupils, guardians and staff who were entered twice: found, merged with all that hangs on them, and back."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from santong.domains.campus.staff.public import NewStaff, NewTeaching, Staff, Teaching, assign_teaching, employ
from santong.domains.campus.students.actions.families import NewGuardian, give_consent, link_guardians
from santong.domains.campus.students.actions.roll import NewPupil, enrol, move
from santong.domains.campus.students.models import Guardianship, Pupil, RollChange
from santong.domains.campus.students.tests.conftest import ENTERED, number
from santong.domains.platform.access.public import Appointment, appoint
from santong.domains.platform.duplicates.actions import merge, suspect, take_back, tell_apart
from santong.domains.platform.duplicates.finding import find_suspicions
from santong.domains.platform.duplicates.models import Merger, Suspicion
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.domains.platform.organisations.public import Organisation, OrganisationCount, move_organisation
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.refusals import NotPossible

DAY = date(2025, 10, 8)
BORN = date(2016, 9, 3)
LEFT_OUT = ("kit.", "duplicates.", "jobs.", "sessions.", "changes.", "fulltext.", "identity.securityevent")


def everything() -> dict[str, dict[object, dict[str, object]]]:
    """Every row of every table that a merger may touch."""
    return {
        model._meta.label: {row["pk"]: row for row in model._base_manager.values("pk", *columns(model))}
        for model in apps.get_models()
        if not model._meta.label_lower.startswith(LEFT_OUT)
    }


def columns(model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def people(*drafts: NewPerson) -> list[Person]:
    return create_people(acting=SYSTEM, drafts=drafts)


def put(cast, place, *found: Person) -> list[Pupil]:
    return enrol(acting=SYSTEM, school=cast.school, drafts=[NewPupil(p, place) for p in found], day=ENTERED)


@pytest.fixture
def twins(cast):
    """A pupil entered again in another class, without number, with a mother of their own each."""
    known = cast.pupils[0]
    (again,) = people(NewPerson(known.person.name, cast.school.path, "1", BORN, phone="13800000001"))
    put(cast, cast.classes[1], again)
    second = Pupil.objects.get(person=again)
    mothers = people(
        NewPerson("周敏", cast.school.path, "2", phone="13800000002"),
        NewPerson("周敏", cast.school.path, "2", phone="13800000002"),
    )
    drafts = [NewGuardian(known, mothers[0], "52"), NewGuardian(second, mothers[1], "52")]
    links = link_guardians(acting=SYSTEM, drafts=drafts)
    give_consent(acting=Viewer(person_id=mothers[1].pk), guardianship=links[1])
    move(acting=SYSTEM, pupils=[second], school_class=cast.classes[1], day=DAY)
    return known, second, mothers


def pair_of(one: Person, other: Person) -> Suspicion:
    return Suspicion.objects.get(first_id=min(one.pk, other.pk), second_id=max(one.pk, other.pk))


def test_pairs_are_found_with_their_reasons(cast, twins):
    known, second, mothers = twins
    find_suspicions(cast.school.path)
    assert pair_of(known.person, second.person).reasons == "name_birth"
    assert pair_of(*mothers).reasons == "name_phone"
    assert {row.path for row in Suspicion.objects.all()} == {cast.school.path}


def test_the_number_in_a_roll_number_tells(cast):
    (bare,) = people(NewPerson("曾某", cast.school.path))
    draft = NewPupil(bare, cast.classes[1], f"G{number(0)[:-1]}{number(0)[-1]}", "01")
    Pupil.objects.filter(pk=cast.pupils[0].pk).update(roll_number_cipher="", roll_number_index="")
    enrol(acting=SYSTEM, school=cast.school, drafts=[draft], day=ENTERED)
    find_suspicions()
    assert pair_of(bare, cast.pupils[0].person).reasons == "number"


def test_two_different_numbers_outweigh_a_common_name(cast):
    one, other = people(
        NewPerson("王芳", cast.school.path, "2", BORN, number(123)),
        NewPerson("王芳", cast.school.path, "2", BORN, number(477)),
    )
    find_suspicions()
    assert not Suspicion.objects.filter(first=one, second=other).exists()


def test_pairs_across_schools_belong_to_the_county(cast):
    one, other = people(
        NewPerson("王小芳", cast.school.path, "2", BORN),
        NewPerson("王小芳", cast.other.path, "2", BORN),
    )
    find_suspicions()
    assert pair_of(one, other).path == cast.school.path[:-4]
    school = Viewer(person_id=1, grants=(Grant("school_it", cast.school.path),))
    assert not Suspicion.objects.visible_to(school).exists()


def test_what_was_decided_stays_decided_and_what_was_mended_goes(cast, twins):
    _known, second, mothers = twins
    find_suspicions()
    tell_apart(acting=SYSTEM, suspicion=pair_of(*mothers))
    Person.objects.filter(pk=second.person_id).update(birth_date=date(2016, 1, 1))
    assert find_suspicions() == 0
    assert pair_of(*mothers).state == "different"
    assert not Suspicion.objects.filter(state="open").exists()


def test_merged_pupils_are_one_and_everything_follows(cast, twins):
    known, second, mothers = twins
    find_suspicions()
    before = counted(cast)
    merge(acting=SYSTEM, suspicion=pair_of(known.person, second.person), kept=known.person, answers={})
    pupil = Pupil.objects.get(person=known.person)
    assert not Pupil.objects.filter(person=second.person).exists()
    assert (pupil.pk, pupil.school_class) == (known.pk, cast.classes[0])
    assert set(Guardianship.objects.filter(child=known.person).values_list("guardian", flat=True)) == {
        mother.pk for mother in mothers
    }
    assert set(Guardianship.objects.filter(child=known.person).values_list("path", flat=True)) == {pupil.path}
    assert roles(mothers[1]) == {("parent", cast.classes[0].pk)}
    assert roles(second.person) == set()
    assert counted(cast) == before - 1
    kept, closed = (Person.objects.get(pk=pk) for pk in (known.person_id, second.person_id))
    assert kept.masked_phone
    assert not closed.is_active
    assert not closed.phone_index


def test_taking_back_leaves_every_row_as_it_was(cast, twins):
    known, second, _mothers = twins
    find_suspicions()
    before = everything()
    pair = pair_of(known.person, second.person)
    answers = {"pupil": second.person, "birth_date": second.person}
    merger = merge(acting=SYSTEM, suspicion=pair, kept=second.person, answers=answers)
    assert everything() != before
    assert Person.objects.get(pk=second.person_id).id_number_index == known.person.id_number_index
    take_back(acting=SYSTEM, merger=merger)
    after = everything()
    for label, rows in before.items():
        assert after[label] == rows, label
    assert pair_of(known.person, second.person).state == "open"


def test_taking_back_puts_rows_where_their_places_have_moved_since(cast, twins):
    known, second, _mothers = twins
    find_suspicions()
    former = known.school.parent
    merger = merge(
        acting=SYSTEM,
        suspicion=pair_of(known.person, second.person),
        kept=known.person,
        answers={"pupil": known.person},
    )
    assert not Pupil.objects.filter(pk=second.pk).exists()
    move_organisation(acting=SYSTEM, organisation=Organisation.objects.get(pk=cast.school.pk), parent=cast.far.parent)
    take_back(acting=SYSTEM, merger=merger)
    again = Pupil.objects.get(pk=second.pk)
    assert again.path == again.school_class.path and not again.path.startswith(former.path)
    assert Person.objects.get(pk=second.person_id).path == again.school.path
    links = Guardianship.objects.filter(child=second.person_id, ended_on=None)
    assert links and {link.path for link in links} == {again.path}
    assert {row.path for row in Appointment.objects.filter(person=second.person_id)} == {again.path}
    counts = OrganisationCount.objects.filter(what="pupils", number__gt=0)
    assert {row.path: row.number for row in counts} == Counter(Pupil.objects.values_list("path", flat=True))


def test_it_is_not_taken_back_over_later_changes(cast, twins):
    known, second, _mothers = twins
    find_suspicions()
    pair = pair_of(known.person, second.person)
    merger = merge(acting=SYSTEM, suspicion=pair, kept=known.person, answers={})
    RollChange.objects.filter(pupil=known).delete()
    Guardianship.objects.filter(child=known.person).update(path=cast.school.path)
    with pytest.raises(NotPossible):
        take_back(acting=SYSTEM, merger=merger)
    assert not Person.objects.get(pk=second.person_id).is_active


def test_guardians_of_one_child_become_one(cast, twins):
    known, _second, mothers = twins
    link_guardians(acting=SYSTEM, drafts=[NewGuardian(known, mothers[1], "52")])
    find_suspicions()
    assert "family" in pair_of(*mothers).reasons
    before = everything()
    merger = merge(acting=SYSTEM, suspicion=pair_of(*mothers), kept=mothers[0], answers={})
    assert Guardianship.objects.filter(guardian=mothers[0]).count() == 2
    assert roles(mothers[0]) == {("parent", cast.classes[0].pk), ("parent", cast.classes[1].pk)}
    take_back(acting=SYSTEM, merger=merger)
    assert everything()["students.Guardianship"] == before["students.Guardianship"]
    assert everything()["access.Appointment"] == before["access.Appointment"]


def test_teachers_employed_twice_become_one(cast):
    one, other = people(
        NewPerson("何老师", cast.school.path, "2", phone="13800000009"),
        NewPerson("何老师", cast.school.path, "2", phone="13800000009"),
    )
    first, second = employ(
        acting=SYSTEM,
        school=cast.school,
        drafts=[NewStaff(one, ("语文",), ("teacher",)), NewStaff(other, (), ("teacher", "principal"))],
        day=ENTERED,
    )
    drafts = [NewTeaching(first, cast.classes[0], "语文"), NewTeaching(second, cast.classes[0])]
    assign_teaching(acting=SYSTEM, drafts=drafts, day=ENTERED)
    find_suspicions()
    before, number_of_staff = everything(), counted(cast, "staff")
    merger = merge(acting=SYSTEM, suspicion=pair_of(one, other), kept=other, answers={})
    assert Staff.objects.get(person=other).subjects == "语文"
    assert Teaching.objects.filter(staff__person=other).count() == 2
    assert {role for role, _place in roles(other)} == {"class_teacher", "subject_teacher"}
    assert counted(cast, "staff") == number_of_staff - 1
    take_back(acting=SYSTEM, merger=merger)
    assert everything() == before


def test_nobody_gains_a_role_by_merging_that_they_could_not_give(cast):
    one, other = people(
        NewPerson("高校长", cast.school.path, phone="13800000010"),
        NewPerson("高校长", cast.school.path, phone="13800000010"),
    )
    appoint(acting=SYSTEM, person=other, role="principal", organisation=cast.school)
    find_suspicions()
    (clerk,) = people(NewPerson("管理员", cast.school.path))
    keeper = Viewer(person_id=clerk.pk, grants=(Grant("school_it", cast.school.path),))
    for kept in (one, other):
        with pytest.raises(NotPossible, match=r"校长|Principal"):
            merge(acting=keeper, suspicion=pair_of(one, other), kept=kept, answers={})
    bureau = Viewer(person_id=clerk.pk, grants=(Grant("county_officer", cast.school.path[:-4]),))
    merge(acting=bureau, suspicion=pair_of(one, other), kept=other, answers={})
    assert Appointment.objects.filter(person=other, role="principal").exists()


def test_a_guardian_is_not_merged_with_the_child(cast, twins):
    known, _second, mothers = twins
    pair = suspect(acting=SYSTEM, first=known.person, second=mothers[0])
    with pytest.raises(NotPossible):
        merge(acting=SYSTEM, suspicion=pair, kept=known.person, answers={})


def test_others_may_not(cast, twins):
    known, second, _mothers = twins
    find_suspicions()
    stranger = Viewer(person_id=1, grants=(Grant("school_it", cast.far.path),))
    with pytest.raises(PermissionDenied):
        merge(acting=stranger, suspicion=pair_of(known.person, second.person), kept=known.person, answers={})
    assert not Merger.objects.exists()


def test_pages(cast, twins):
    known, second, _mothers = twins
    find_suspicions()
    pair = pair_of(known.person, second.person)
    client = cast.client("teaching_affairs", cast.school)
    assert known.person.name in client.get("/duplicates/").content.decode()
    page = client.get(f"/duplicates/{pair.pk}/").content.decode()
    assert second.person.username in page
    assert 'name="choose-pupil"' in page
    assert cast.client("teaching_affairs", cast.other).get(f"/duplicates/{pair.pk}/").status_code == 404
    answer = client.post(f"/duplicates/{pair.pk}/merge/", {"kept": "first", "choose-pupil": "second"}, follow=True)
    assert second.person.username in answer.content.decode()
    assert Pupil.objects.get(person=known.person).school_class == cast.classes[1]
    client.post(f"/duplicates/{pair.pk}/back/")
    assert Pupil.objects.filter(person=second.person).exists()
    client.post(f"/duplicates/{pair.pk}/apart/")
    assert "choose-pupil" not in client.get(f"/duplicates/{pair.pk}/").content.decode()
    assert client.post(f"/duplicates/{pair.pk}/merge/", {"kept": "first"}).status_code == 422


def test_two_accounts_are_compared_by_hand(cast):
    client = cast.client("teaching_affairs", cast.school)
    names = [pupil.person.username for pupil in cast.pupils[:2]]
    answer = client.post("/duplicates/pair/", {"first": names[0], "second": names[1]})
    assert answer.status_code == 302
    assert client.post("/duplicates/pair/", {"first": names[0], "second": "nobody"}).status_code == 422
    assert client.post("/duplicates/pair/", {"first": names[0], "second": names[0]}).status_code == 422


def roles(person: Person) -> set[tuple[str, int]]:
    return set(Appointment.objects.filter(person=person, valid_until=None).values_list("role", "organisation"))


def counted(cast, what: str = "pupils") -> int:
    rows = OrganisationCount.objects.filter(what=what, path__startswith=cast.school.path)
    return sum(rows.values_list("number", flat=True))
