"""People who are known elsewhere are asked for, never taken: as staff, as pupils, as guardians."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from santong.domains.campus.people.models import Adoption
from santong.domains.campus.staff.importing import StaffImport
from santong.domains.campus.staff.models import Staff
from santong.domains.campus.staff.public import NewStaff, employ, leave
from santong.domains.campus.students.actions.families import NewGuardian, link_guardians
from santong.domains.campus.students.actions.transfers import accept_transfer, ask_transfer
from santong.domains.campus.students.importing import GuardianImport, PupilImport
from santong.domains.campus.students.models import Guardianship, Pupil
from santong.domains.campus.students.tests.conftest import ENTERED, add_pupils, number
from santong.domains.platform.access.public import active_appointments, appoint, may_take_over
from santong.domains.platform.identity.public import NewPerson, Person, create_people
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.imports.targets import Sheet, SourceRow, Verdict
from santong.kit.models import UndoStep
from santong.kit.testing.importing import run
from santong.lib.sexes import Sex

pytestmark = pytest.mark.django_db
BORN = date(1980, 5, 20)
OFFICER = number(400, BORN, Sex.FEMALE)
PHONE = "19900000042"


def keeper(school, role: str = "teaching_affairs", person_id: int = 10**6) -> Viewer:
    return Viewer(person_id=keeper_person(school, role).pk, category="staff", grants=(Grant(role, school.path),))


def keeper_person(school, role: str) -> Person:
    found = Person.objects.filter(username=f"keeper-{role}-{school.pk}").first()
    return found or somebody("管理员", school, role, username=f"keeper-{role}-{school.pk}")


def somebody(name, place, role="", username="", **facts) -> Person:
    if username:
        person = Person.objects.create_person(username=username, name=name, path=place.path)
    else:
        [person] = create_people(acting=SYSTEM, drafts=[NewPerson(name, place.path, **facts)])
    if role:
        appoint(acting=SYSTEM, person=person, role=role, organisation=place)
    return person


def sheet(*rows: dict[str, str]) -> Sheet:
    return Sheet([SourceRow(index + 1, cells) for index, cells in enumerate(rows)], frozenset(rows[0]))


def pupil_row(name, identity, **more) -> dict[str, str]:
    return {"name": name, "identity_number": identity, "grade": "三年级", "class": "1班", **more}


def import_staff(school, *rows, acting=None):
    return run(StaffImport(), sheet(*rows), {"school": school.pk}, acting or keeper(school))


def import_pupils(school, *rows, acting=None):
    return run(PupilImport(), sheet(*rows), {"school": school.pk}, acting or keeper(school))


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def undo(client: Client, page: str) -> None:
    """Press the button of the message that offers it."""
    step = UndoStep.objects.latest("expires_at")
    address = reverse("kit:undo", args=[step.pk])
    assert address in page
    client.post(address)


def test_an_officer_matched_as_staff_is_asked_for_and_not_taken(cast):
    officer = somebody("柳青", cast.city, "bureau_officer", id_number=OFFICER)
    ran = import_staff(cast.school, {"staff_name": "柳青", "identity_number": OFFICER})
    assert ran.verdicts == {Verdict.ASK: 1}
    assert not Staff.objects.filter(person=officer).exists()
    assert may_take_over(keeper(cast.school), officer)
    row = Adoption.objects.get()
    assert (row.kind, row.state, row.home_path, row.path) == ("staff", "asked", cast.city.path, cast.school.path)
    assert OFFICER.encode() not in bytes(row.values)
    again = import_staff(cast.school, {"staff_name": "柳青", "identity_number": OFFICER})
    assert again.verdicts == {Verdict.ASK: 1} and Adoption.objects.count() == 1


def test_an_officer_matched_as_a_pupil_is_not_taken_either(cast):
    officer = somebody("柳青", cast.city, "bureau_officer", id_number=OFFICER)
    ran = import_pupils(cast.school, pupil_row("柳青", OFFICER))
    assert ran.verdicts == {Verdict.ASK: 1}
    assert not Pupil.objects.filter(person=officer).exists() and len(active_appointments(officer.pk)) == 1


def test_the_own_principal_matched_as_a_parent_is_asked(cast):
    head = somebody("柳青", cast.school, "principal", phone=PHONE)
    ran = import_pupils(
        cast.school,
        pupil_row("曾小", number(50), guardian_name="柳青", guardian_phone=PHONE),
        acting=keeper(cast.school, "school_it"),
    )
    assert ran.verdicts == {Verdict.CREATE: 1}
    assert not Guardianship.objects.exists()
    assert Adoption.objects.get().person == head


@pytest.fixture
def parent(cast) -> Person:
    """A parent at home at the other school, with a child there."""
    [child] = add_pupils(cast.other, cast.classes[2], 1, first=60)
    person = somebody("曾母", cast.other, phone=PHONE)
    import_guardians(cast.other, child, acting=SYSTEM)
    return person


def import_guardians(school, child, acting=None):
    identity = number(60) if school.name == "乙校" else number(0)
    row = {"name": child.person.name, "identity_number": identity, "guardian_name": "曾母", "guardian_phone": PHONE}
    return run(GuardianImport(), sheet(row), {"school": school.pk}, acting or keeper(school))


def test_a_parent_elsewhere_is_asked_and_only_they_decide(cast, parent):
    ran = import_guardians(cast.school, cast.pupils[0])
    assert ran.verdicts == {Verdict.ASK: 1}
    assert not Guardianship.objects.filter(child=cast.pupils[0].person).exists()
    row = Adoption.objects.get()
    assert row.home_path == "" and row.child == cast.pupils[0].person
    assert import_guardians(cast.school, cast.pupils[0]).verdicts == {Verdict.SAME: 1}, "asked once"
    for place in (cast.school, cast.other, cast.city):
        role = "region_administrator" if place == cast.city else "school_it"
        other = browser(somebody("别人", place, role, username=f"other-{place.pk}"))
        assert other.post(f"/adoptions/{row.pk}/confirm/").status_code in (403, 404)
    client = browser(parent)
    assert "曾一" in client.get("/account/requests/").content.decode()
    client.post(f"/adoptions/{row.pk}/confirm/")
    link = Guardianship.objects.get(child=cast.pupils[0].person)
    assert link.guardian == parent and {a.role for a in active_appointments(parent.pk)} == {"parent"}
    assert may_take_over(keeper(cast.school), parent) and may_take_over(keeper(cast.other), parent)


def test_a_family_at_home_at_the_school_needs_no_question(cast):
    person = somebody("曾母", cast.school, phone=PHONE)
    rows = [
        pupil_row(f"曾{n}", number(80 + i), guardian_name="曾母", guardian_phone=PHONE) for i, n in enumerate("甲乙")
    ]
    import_pupils(cast.school, *rows)
    assert Guardianship.objects.filter(guardian=person).count() == 2 and not Adoption.objects.exists()


def test_a_child_at_home_may_be_anybody_but_a_class_teacher_links_none(cast):
    """A class teacher who could link somebody could print their slip."""
    colleague = somebody("曾母", cast.school, phone=PHONE)
    assert may_take_over(Viewer(person_id=1, grants=(Grant("class_teacher", cast.classes[0].path),)), colleague)


def test_the_home_confirms_the_row_is_written_and_taken_back(cast):
    teacher = somebody("柳青", cast.other, id_number=OFFICER)
    employ(acting=SYSTEM, school=cast.other, drafts=[NewStaff(teacher)], day=ENTERED)
    import_staff(cast.school, {"staff_name": "柳青", "identity_number": OFFICER, "subjects": "语文", "post": "教师"})
    row = Adoption.objects.get()
    asker = browser(keeper_person(cast.school, "teaching_affairs"))
    assert asker.post(f"/adoptions/{row.pk}/confirm/").status_code == 403
    home = browser(somebody("乙校", cast.other, "teaching_affairs", username="home"))
    page = home.get("/adoptions/").content.decode()
    assert "柳青" in page and "待确认" in page
    detail = home.get(f"/adoptions/{row.pk}/").content.decode()
    assert f"/adoptions/{row.pk}/confirm/" in detail
    answer = home.post(f"/adoptions/{row.pk}/confirm/", follow=True).content.decode()
    employed = Staff.objects.get(person=teacher, school=cast.school)
    assert employed.subjects == "语文" and Adoption.objects.get().state == "confirmed"
    teacher.refresh_from_db()
    assert teacher.path == cast.other.path, "still at home where they work"
    undo(home, answer)
    assert not Staff.objects.filter(person=teacher, school=cast.school).exists()
    assert Adoption.objects.get().state == "asked"
    home.post("/adoptions/bulk/", {"action": "decline", "ids": [row.pk]})
    assert Adoption.objects.get().state == "declined"
    assert not Staff.objects.filter(person=teacher, school=cast.school).exists()


def test_somebody_let_go_is_confirmed_by_themselves_or_from_above_and_moves_home(cast):
    teacher = somebody("柳青", cast.other, id_number=OFFICER)
    [row] = employ(acting=SYSTEM, school=cast.other, drafts=[NewStaff(teacher)], day=ENTERED)
    leave(acting=SYSTEM, staff=[row], day=date(2026, 7, 1))
    import_staff(cast.school, {"staff_name": "柳青", "identity_number": OFFICER})
    asked = Adoption.objects.get()
    county = cast.school.path[:-4]
    assert asked.home_path == county
    former = browser(somebody("乙校", cast.other, "school_it", username="former"))
    assert former.post(f"/adoptions/{asked.pk}/confirm/").status_code == 404
    browser(teacher).post(f"/adoptions/{asked.pk}/confirm/")
    teacher.refresh_from_db()
    assert teacher.path == cast.school.path and Staff.objects.get(person=teacher, school=cast.school)


def test_a_pupil_on_another_roll_is_refused_and_a_former_one_asked_for(cast):
    [pupil] = add_pupils(cast.other, cast.classes[2], 1, first=60)
    row = pupil_row(pupil.person.name, number(60))
    assert import_pupils(cast.school, row).verdicts == {Verdict.REFUSED: 1}
    Pupil.objects.filter(pk=pupil.pk).update(status="graduated")
    assert import_pupils(cast.school, row).verdicts == {Verdict.ASK: 1}
    asked = Adoption.objects.get()
    assert browser(pupil.person).post(f"/adoptions/{asked.pk}/confirm/").status_code == 403
    home = browser(somebody("乙校", cast.other, "teaching_affairs", username="home"))
    answer = home.post(f"/adoptions/{asked.pk}/confirm/", follow=True).content.decode()
    pupil.refresh_from_db()
    assert (pupil.school, pupil.status, pupil.school_class) == (cast.school, "enrolled", cast.classes[0])
    pupil.person.refresh_from_db()
    assert pupil.person.path == cast.school.path
    undo(home, answer)
    pupil.refresh_from_db()
    assert (pupil.school, pupil.status) == (cast.other, "graduated")


def test_an_import_that_is_undone_asks_no_longer(cast):
    somebody("柳青", cast.city, "bureau_officer", id_number=OFFICER)
    ran = import_staff(cast.school, {"staff_name": "柳青", "identity_number": OFFICER})
    StaffImport().undo(ran.written, acting=SYSTEM)
    assert not Adoption.objects.exists()


def test_the_school_withdraws_and_strangers_see_nothing(cast):
    officer = somebody("柳青", cast.city, "bureau_officer", id_number=OFFICER)
    import_staff(cast.school, {"staff_name": "柳青", "identity_number": OFFICER})
    row = Adoption.objects.get()
    stranger = browser(somebody("丙校", cast.far, "school_it", username="stranger"))
    for address in (f"/adoptions/{row.pk}/", f"/adoptions/{row.pk}/withdraw/", f"/adoptions/{row.pk}/decline/"):
        answer = stranger.get(address) if address.endswith(f"{row.pk}/") else stranger.post(address)
        assert answer.status_code == 404
    assert "柳青" not in stranger.get("/adoptions/").content.decode()
    assert Client().post(f"/adoptions/{row.pk}/confirm/").status_code == 302
    browser(keeper_person(cast.school, "teaching_affairs")).post(f"/adoptions/{row.pk}/withdraw/")
    assert Adoption.objects.get().state == "withdrawn"
    browser(officer).post(f"/adoptions/{row.pk}/confirm/")
    assert Adoption.objects.get().state == "withdrawn" and not Staff.objects.exists()


def test_nobody_becomes_a_guardian_by_a_code_of_their_own(cast):
    teacher = somebody("李师", cast.school, username="teacher")
    appoint(acting=SYSTEM, person=teacher, role="class_teacher", organisation=cast.classes[0])
    client, pupil = browser(teacher), cast.pupils[0]
    code = client.post(f"/pupils/{pupil.pk}/invite/", {"relation": "51"}).context["code"]
    answer = client.post("/family/join/", {"code": code})
    assert answer.status_code == 422 and "您自己" in answer.content.decode()
    assert not Guardianship.objects.exists()
    parent = somebody("曾父", cast.school, username="father")
    browser(parent).post("/family/join/", {"code": code})
    assert Guardianship.objects.get().guardian == parent


def test_parents_are_at_home_where_their_children_went(cast):
    """Otherwise no school could print their slips after a transfer."""
    pupil, sibling = cast.pupils[:2]
    alone, both, colleague = (somebody("家长", cast.school, username=name) for name in ("alone", "both", "colleague"))
    appoint(acting=SYSTEM, person=colleague, role="subject_teacher", organisation=cast.classes[0])
    drafts = [NewGuardian(pupil, person) for person in (alone, both, colleague)] + [NewGuardian(sibling, both)]
    link_guardians(acting=SYSTEM, drafts=drafts)
    transfer = ask_transfer(acting=SYSTEM, pupil=pupil, to_school=cast.other)
    accept_transfer(acting=SYSTEM, transfer=transfer, school_class=cast.classes[2], day=date(2026, 11, 2))
    paths = {person.username: Person.objects.get(pk=person.pk).path for person in (alone, both, colleague)}
    assert paths == {"alone": cast.other.path, "both": cast.school.path, "colleague": cast.school.path}
    assert may_take_over(keeper(cast.other), Person.objects.get(pk=alone.pk)) is None
    assert may_take_over(keeper(cast.other), Person.objects.get(pk=both.pk))
