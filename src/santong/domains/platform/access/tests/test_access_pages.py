"""The pages of access: appointing, reviewing, lending, and the two that say why."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.public import Kin, viewer_of
from santong.domains.platform.access.testing import client_of, signed_in, somebody
from santong.domains.platform.identity.public import Person
from santong.kit.registry import registry
from santong.lib.pinyin import initials_of_name, pinyin_of_name

pytestmark = pytest.mark.django_db


def undo(client: Client, url: str = "/appointments/") -> None:
    page = client.get(url).content.decode()
    client.post(f"/kit/undo/{page.split('/kit/undo/')[1].split('/')[0]}/")


def names(response) -> list[str]:
    return [row.name for row in response.context["rows"]]


def test_a_viewer_costs_one_query(region):
    person = somebody("principal", region.lake, "principal")
    for role in ("school_it", "teaching_affairs"):
        Appointment.objects.create(person=person, role=role, organisation=region.lake, path=region.lake.path)
    request = RequestFactory().get("/")
    request.user, request.session = person, {}
    with CaptureQueriesContext(connection) as queries:
        assert len(viewer_of(request).grants) == 3
    assert len(queries) == 1


def test_the_list_shows_who_holds_what(region):
    somebody("principal", region.lake, "lake")
    somebody("principal", region.far, "far")
    officer = signed_in("county_officer", region.east, "officer")
    page = officer.get("/appointments/?role=principal")
    assert "Person lake" in page.content.decode() and "Person far" not in page.content.decode()
    assert len(officer.get(f"/appointments/?organisation={region.lake.pk}").context["rows"]) == 1
    assert len(officer.get("/appointments/?state=past").context["rows"]) == 0
    assert officer.get("/appointments/export/?format=csv").status_code == 200


def test_appointing_from_the_page_of_the_organisation(region):
    teacher = somebody("subject_teacher", region.lake, "teacher")
    client = signed_in("school_it", region.lake)
    assert "appoint/" in client.get(f"/schools/{region.lake.pk}/").content.decode()
    url = f"/organisations/{region.lake.pk}/appoint/"
    roles = [value for value, _ in client.get(url).context["form"].fields["role"].choices]
    assert "teaching_affairs" in roles and not {"principal", "auditor", "pupil"} & set(roles)
    wrong = {"person": "nobody", "role": "principal", "valid_from": "2026-09-01", "valid_until": "2026-08-01"}
    response = client.post(url, wrong)
    assert response.status_code == 422 and {"person", "role", "valid_until"} == set(response.context["form"].errors)
    client.post(url, {"person": "Person teacher", "role": "teaching_affairs"})
    assert teacher.appointments.filter(role="teaching_affairs").exists()
    again = client.post(url, {"person": "teacher", "role": "teaching_affairs"})
    assert again.status_code == 422


def test_appointing_from_the_list(region):
    teacher = somebody("subject_teacher", region.lake, "teacher")
    client = signed_in("school_it", region.lake)
    assert 'href="/appointments/new/"' in client.get("/appointments/").content.decode()
    form = client.get(f"/appointments/new/?person={teacher.pk}").context["form"]
    assert str(teacher.pk) in str(form["person"]) and "Person teacher" in str(form["person"])
    wrong = client.post("/appointments/new/", {"person": "teacher", "role": "class_teacher", "organisation": "Lake"})
    assert wrong.status_code == 422 and set(wrong.context["form"].errors) == {"organisation"}
    assert 'value="Lake"' in wrong.content.decode()
    made = {"person": "Person teacher", "person-key": teacher.pk, "role": "class_teacher"}
    made |= {"organisation": region.first.name, "organisation-key": region.first.pk}
    response = client.post("/appointments/new/", made)
    row = teacher.appointments.get(role="class_teacher")
    assert response.url == f"/appointments/{row.pk}/" and row.organisation == region.first
    undo(client, response.url)
    assert not teacher.appointments.filter(role="class_teacher").on(timezone.localdate()).exists()


def test_a_key_that_may_not_be_chosen_chooses_nobody(region):
    """Somebody of another school, and a place of another school, aren't reached by their keys."""
    far = somebody("subject_teacher", region.far, "distant")
    client = signed_in("school_it", region.lake)
    data = {"person": "x", "person-key": far.pk, "role": "teaching_affairs"}
    data |= {"organisation": "x", "organisation-key": region.far.pk}
    answer = client.post("/appointments/new/", data)
    assert answer.status_code == 422 and {"person", "organisation"} <= set(answer.context["form"].errors)
    assert "Person distant" not in client.get(f"/appointments/new/?person={far.pk}").content.decode()


def test_who_may_not_appoint_finds_no_way_to(region):
    principal = signed_in("principal", region.lake)
    assert "/appointments/new/" not in principal.get("/appointments/").content.decode()
    for path in ("/appointments/new/", "/appointments/new/places/?q=Lake"):
        assert principal.get(path).status_code == 403
        assert Client().get(path).status_code == 302
    assert signed_in("subject_teacher", region.lake).get("/people/suggestions/?q=P").status_code == 403
    assert Client().get("/people/suggestions/?q=P").status_code == 302


def suggested(client: Client, path: str, **query: str) -> list[str]:
    page = client.get(path, query)
    assert page.status_code == 200
    return [pick.text for pick in page.context["picks"]]


def test_people_are_suggested_as_far_as_they_are_seen(region):
    for name, place in (("单雨桐", region.lake), ("单思源", region.lake), ("单远", region.far)):
        person = somebody("subject_teacher", place, f"u{place.pk}{len(name)}{name.encode().hex()[-4:]}")
        person.name, person.pinyin, person.initials = name, pinyin_of_name(name), initials_of_name(name)
        person.save()
    client = signed_in("school_it", region.lake)
    assert suggested(client, "/people/suggestions/", q="单") == ["单雨桐", "单思源"]
    for typed in ("shanyutong", "syt", "shan yu", "单雨"):
        assert suggested(client, "/people/suggestions/", q=typed) == ["单雨桐"]
    assert suggested(client, "/people/suggestions/", q="") == []
    assert suggested(client, "/people/suggestions/", q="单远") == []


def test_those_chosen_lately_are_suggested_first(region):
    first, second = somebody("subject_teacher", region.lake, "one"), somebody("subject_teacher", region.lake, "two")
    client = signed_in("school_it", region.lake)
    assert suggested(client, "/people/suggestions/", q="Person") == ["Person one", "Person two", "Person school_it"]
    client.post(f"/organisations/{region.lake.pk}/appoint/", {"person": "two", "role": "teaching_affairs"})
    assert suggested(client, "/people/suggestions/", q="Person")[0] == second.name
    assert suggested(client, "/people/suggestions/") == [second.name]
    assert first.name in suggested(client, "/people/suggestions/", q="one")


def test_places_are_suggested_that_fit_the_role(region):
    officer, it = signed_in("county_officer", region.east), signed_in("school_it", region.lake, "it")
    assert suggested(officer, "/appointments/new/places/", role="principal") == ["Lake", "Hill"]
    assert suggested(officer, "/appointments/new/places/", role="principal", q="hil") == ["Hill"]
    assert suggested(it, "/appointments/new/places/", role="principal") == []
    assert set(suggested(it, "/appointments/new/places/", role="class_teacher")) == {
        region.first.name,
        region.second.name,
    }


def test_colleagues_are_suggested_to_lend_a_role_to(region):
    lender = somebody("class_teacher", region.first, "lender")
    somebody("subject_teacher", region.lake, "colleague")
    somebody("pupil", region.lake, "child")
    somebody("subject_teacher", region.far, "stranger")
    address = f"/appointments/{lender.appointments.get().pk}/colleagues/"
    assert suggested(client_of(lender), address, q="Person") == ["Person colleague"]
    assert signed_in("subject_teacher", region.lake, "other").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def people_listed(client: Client) -> set[int]:
    keys = [row.pk for row in client.get("/appointments/").context["rows"]]
    return set(Appointment.objects.filter(pk__in=keys).values_list("person_id", flat=True))


def test_a_role_lent_and_taken_back_on_the_same_day_ends_that_day(region):
    lender, colleague = somebody("principal", region.lake, "lender"), somebody("subject_teacher", region.lake, "other")
    today, client = timezone.localdate(), client_of(lender)
    data = {"person": "other", "organisation": region.lake.pk, "valid_from": today.isoformat()}
    data["valid_until"] = (today + timedelta(days=3)).isoformat()
    client.post(f"/appointments/{lender.appointments.get().pk}/lend/", data)
    lent = colleague.appointments.get(role="principal")
    assert lender.pk in people_listed(client_of(colleague))
    client.post(f"/appointments/{lent.pk}/end/")
    lent.refresh_from_db()
    assert (lent.valid_from, lent.valid_until, lent.status) == (today, today, "past") and lent.ended_at
    assert people_listed(client_of(colleague)) == {colleague.pk}, "it is over at once, and they are left with their own"
    assert not Appointment.objects.not_over(today).filter(pk=lent.pk).exists()
    assert not Appointment.objects.on(today - timedelta(days=1)).filter(pk=lent.pk).exists()
    undo(client, "/appointments/?state=past")
    lent.refresh_from_db()
    assert lent.status == "present" and lent.valid_until == today + timedelta(days=3) and lent.ended_at is None


def test_ending_is_undone(region):
    person = somebody("principal", region.lake, "principal")
    row = person.appointments.get()
    officer = signed_in("county_officer", region.east)
    assert officer.get(f"/appointments/{row.pk}/end/").status_code == 200
    officer.post(f"/appointments/{row.pk}/end/")
    assert not person.appointments.on(timezone.localdate()).exists()
    undo(officer)
    assert person.appointments.on(timezone.localdate()).exists()


def test_others_may_not_end_or_see(region):
    row = somebody("principal", region.lake, "principal").appointments.get()
    assert signed_in("school_it", region.lake).post(f"/appointments/{row.pk}/end/").status_code == 403
    intruder = signed_in("county_officer", region.west)
    for page in ("", "end/", "lend/"):
        assert intruder.get(f"/appointments/{row.pk}/{page}").status_code == 404
    assert Client().get(f"/appointments/{row.pk}/").status_code == 302
    pupil = somebody("pupil", region.first, "pupil")
    assert people_listed(client_of(pupil)) == {pupil.pk}
    nobody = Person.objects.create_person(username="nobody", name="Nobody", path=region.lake.path)
    assert client_of(nobody).get("/appointments/").status_code == 403


def test_review_finds_what_is_stale_and_ends_it(region):
    year = timezone.localdate() - timedelta(days=365)
    idle = somebody("principal", region.lake, "idle")
    idle.appointments.update(made_on=year)
    moved = somebody("subject_teacher", region.lake, "moved")
    moved.path, moved.last_login = region.far.path, timezone.now()
    moved.save()
    gone = somebody("subject_teacher", region.hill, "gone")
    gone.is_active = False
    gone.save()
    somebody("subject_teacher", region.hill, "fresh")
    pupil = somebody("pupil", region.first, "pupil")
    pupil.appointments.update(made_on=year)
    client = signed_in("region_administrator", region.city)
    page = client.get("/stale-appointments/")
    chosen = client.get("/stale-appointments/?reason=account").context["list"].page.rows
    assert [row.person.username for row in chosen] == ["gone"]
    found = {row.person.username: row.reason for row in page.context["list"].page.rows}
    assert found == {"idle": "dormant", "moved": "elsewhere", "gone": "account"}
    ids = [row.pk for row in page.context["list"].page.rows]
    client.post("/stale-appointments/bulk/", {"action": "end", "ids": ids})
    assert Appointment.objects.on(timezone.localdate()).filter(pk__in=ids).count() == 0
    undo(client)
    assert Appointment.objects.on(timezone.localdate()).filter(pk__in=ids).count() == 3


def test_lending_on_the_page(region):
    lender, colleague = somebody("principal", region.lake, "lender"), somebody("subject_teacher", region.lake, "other")
    client, row = client_of(lender), lender.appointments.get()
    assert "lend/" in client.get("/account/roles/").content.decode()
    url = f"/appointments/{row.pk}/lend/"
    data = {"person": "other", "organisation": region.lake.pk, "valid_from": timezone.localdate().isoformat()}
    late = {**data, "valid_until": (timezone.localdate() + timedelta(days=400)).isoformat()}
    assert client.post(url, late).status_code == 422
    client.post(url, {**data, "valid_until": (timezone.localdate() + timedelta(days=7)).isoformat()})
    lent = colleague.appointments.get(role="principal")
    assert lent.delegated_from == row
    assert "Person other" in client.get("/account/roles/").content.decode()
    client.post(f"/appointments/{lent.pk}/end/")
    assert not colleague.appointments.on(timezone.localdate()).filter(role="principal").exists()


def test_who_sees_a_person_and_why(region):
    pupil = somebody("pupil", region.lake, "pupil")
    somebody("principal", region.lake, "head")
    somebody("principal", region.hill, "hill")
    somebody("county_officer", region.east, "east")
    somebody("county_officer", region.west, "west")
    client = signed_in("region_administrator", region.city, "admin")
    page = client.get(f"/people/{pupil.pk}/seen-by/")
    seen = {witness.person.username for witness in page.context["witnesses"]}
    assert seen == {"head", "east", "admin"}
    assert client_of(pupil).get(f"/people/{pupil.pk}/seen-by/").status_code == 200


def test_kin_are_named(region):
    pupil = somebody("pupil", region.lake, "pupil")
    mother = somebody("parent", region.lake, "mother")
    with registry.declaring(Kin(lambda person_id: [(mother.pk, "监护人")] if person_id == pupil.pk else [])):
        page = client_of(pupil).get(f"/people/{pupil.pk}/seen-by/").content.decode()
        assert "Person mother" in page and "监护人" in page


def test_what_a_person_may_do_and_why(region):
    person = somebody("principal", region.lake, "head")
    client = signed_in("region_administrator", region.city)
    page = client.get(f"/people/{person.pk}/abilities/")
    by_name = {ability.permission.name: ability for ability in page.context["abilities"]}
    assert "organisations.view" in by_name and "codes.change" not in by_name
    assert by_name["organisations.view"].appointments[0].organisation == region.lake
    assert client_of(person).get(f"/people/{person.pk}/abilities/").status_code == 200


def test_reasons_are_not_for_everybody(region):
    head = somebody("principal", region.lake, "head")
    for page in ("seen-by", "abilities"):
        url = f"/people/{head.pk}/{page}/"
        assert signed_in("teaching_affairs", region.lake, f"a-{page}").get(url).status_code == 403
        assert signed_in("county_officer", region.west, f"b-{page}").get(url).status_code == 404
        assert signed_in("pupil", region.first, f"c-{page}").get(url).status_code == 404
        assert Client().get(url).status_code == 302
