"""Once administrator, security officer and auditor are there, one of them alone changes none of the three."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from santong.domains.platform.access.actions import NeedsAgreement, appoint, delegate, end_appointments
from santong.domains.platform.access.agreements import ask_agreement, may_agree, to_agree
from santong.domains.platform.access.models import Agreement, Appointment
from santong.domains.platform.access.queries import active_appointments
from santong.domains.platform.access.takeover import may_take_over
from santong.domains.platform.access.testing import client_of, somebody
from santong.domains.platform.identity.public import Person
from santong.kit.access import SYSTEM, Grant, Viewer
from santong.kit.models import UndoStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(region) -> dict[str, Person]:
    roles = ("region_administrator", "security_officer", "auditor")
    return {role: somebody(role, region.city, role.replace("_", "-")) for role in roles}


def viewer_of(person: Person) -> Viewer:
    grants = tuple(Grant(row.role, row.path) for row in active_appointments(person.pk))
    return Viewer(person_id=person.pk, category="staff", grants=grants)


def newcomer(region, name: str = "newcomer") -> Person:
    return Person.objects.create_person(username=name, name=name, path=region.city.path)


def decide(person: Person, answer: str) -> int:
    row = Agreement.objects.latest("pk")
    return client_of(person).post(f"/agreements/{row.pk}/decide/", {"answer": answer}).status_code


def test_the_first_set_up_needs_nobody(region):
    administrator = viewer_of(somebody("region_administrator", region.city, "first"))
    for role in ("security_officer", "auditor"):
        appoint(acting=administrator, person=newcomer(region, role), role=role, organisation=region.city)
    with pytest.raises(NeedsAgreement):
        appoint(acting=administrator, person=newcomer(region), role="auditor", organisation=region.city)


def test_appointing_and_ending_need_a_second(region, three):
    client, person = client_of(three["region_administrator"]), newcomer(region)
    fields = {"person": person.username, "role": "auditor"}
    answer = client.post(f"/organisations/{region.city.pk}/appoint/", fields)
    assert answer.status_code == 422 and Agreement.objects.get().state == "asked"
    assert not active_appointments(person.pk)
    assert decide(three["region_administrator"], "agree") == 403, "not by whoever asked"
    assert decide(three["security_officer"], "agree") == 302
    assert client.post(f"/organisations/{region.city.pk}/appoint/", fields).status_code == 302
    assert [row.role for row in active_appointments(person.pk)] == ["auditor"]
    assert Agreement.objects.get().state == "used"
    row = Appointment.objects.get(person=three["auditor"])
    client.post(f"/appointments/{row.pk}/end/")
    row.refresh_from_db()
    assert row.valid_until is None and Agreement.objects.latest("pk").kind == "end"
    assert decide(three["auditor"], "agree") == 403, "nobody judges themselves while another is there"
    decide(three["security_officer"], "refuse")
    client.post(f"/appointments/{row.pk}/end/")
    row.refresh_from_db()
    assert row.valid_until is None


def test_the_role_cannot_be_lent_round_it(region, three):
    row = active_appointments(three["region_administrator"].pk)[0]
    with pytest.raises(NeedsAgreement):
        delegate(
            acting=viewer_of(three["region_administrator"]),
            appointment=row,
            person=newcomer(region),
            organisation=region.city,
            valid_until=timezone.localdate() + timedelta(days=3),
        )


def test_nor_ended_with_many_others(region, three):
    client = client_of(three["region_administrator"])
    rows = [active_appointments(person.pk)[0].pk for person in three.values()]
    client.post("/stale-appointments/bulk/", {"action": "end", "ids": rows})
    assert Appointment.objects.filter(pk__in=rows, valid_until=None).count() == 3
    with pytest.raises(NeedsAgreement):
        end_appointments(
            acting=viewer_of(three["region_administrator"]), appointments=Appointment.objects.filter(pk=rows[2])
        )


def test_the_account_is_open_for_a_day_after_a_second_agreed(region, three):
    acting, auditor = viewer_of(three["region_administrator"]), three["auditor"]
    assert may_take_over(acting, auditor)
    client_of(three["region_administrator"]).post("/agreements/ask/", {"person": auditor.pk})
    assert may_take_over(acting, auditor)
    decide(three["security_officer"], "agree")
    assert may_take_over(acting, auditor) is None
    assert may_take_over(viewer_of(three["security_officer"]), auditor), "only whoever asked"
    Agreement.objects.update(decided_at=timezone.now() - timedelta(days=2))
    assert may_take_over(acting, auditor)


def test_setting_up_by_the_system_goes_on(region, three):
    appoint(acting=SYSTEM, person=newcomer(region), role="auditor", organisation=region.city)


def test_the_page_is_for_the_three_alone(region, three):
    client_of(three["region_administrator"]).post("/agreements/ask/", {"person": three["auditor"].pk})
    row = Agreement.objects.get()
    page = client_of(three["security_officer"]).get("/agreements/").content.decode()
    assert f"/agreements/{row.pk}/decide/" in page
    assert (
        f"/agreements/{row.pk}/decide/"
        not in client_of(three["region_administrator"]).get("/agreements/").content.decode()
    )
    officer = client_of(somebody("bureau_officer", region.city, "officer"))
    assert officer.get("/agreements/").status_code == 403
    assert officer.post("/agreements/ask/", {"person": three["auditor"].pk}).status_code == 403
    assert officer.post(f"/agreements/{row.pk}/decide/", {"answer": "agree"}).status_code == 404
    for verb in ("withdraw", "reconsider"):
        assert officer.post(f"/agreements/{row.pk}/{verb}/").status_code == 404
        assert Client().post(f"/agreements/{row.pk}/{verb}/").status_code == 302
    for address in ("/agreements/", "/agreements/ask/", f"/agreements/{row.pk}/decide/"):
        assert Client().post(address).status_code in (302, 405)
    assert client_of(three["auditor"]).post("/agreements/ask/", {"person": "x"}).status_code == 404


def undo_latest(person: Person) -> str:
    step = UndoStep.objects.filter(person_id=person.pk).latest("expires_at")
    client = client_of(person)
    client.post(f"/kit/undo/{step.pk}/")
    return client.get("/agreements/").content.decode()


def test_whoever_asked_withdraws_until_somebody_has_answered(region, three):
    administrator, auditor = three["region_administrator"], three["auditor"]
    client = client_of(administrator)
    client.post("/agreements/ask/", {"person": auditor.pk})
    row = Agreement.objects.get()
    address = f"/agreements/{row.pk}/withdraw/"
    assert address in client.get("/agreements/").content.decode()
    assert client_of(three["security_officer"]).post(address).status_code == 403
    undo_latest(administrator)
    assert Agreement.objects.get().state == "dropped"
    assert decide(three["security_officer"], "agree") == 302
    assert Agreement.objects.get().state == "dropped"
    client.post("/agreements/ask/", {"person": auditor.pk})
    assert decide(three["security_officer"], "agree") == 302
    client.post(f"/agreements/{Agreement.objects.latest('pk').pk}/withdraw/")
    assert Agreement.objects.latest("pk").state == "agreed"


@pytest.mark.parametrize("answer", ["agree", "refuse"])
def test_an_answer_is_taken_back_until_it_was_carried_out(region, three, answer):
    officer, auditor = three["security_officer"], three["auditor"]
    acting = viewer_of(three["region_administrator"])
    client_of(three["region_administrator"]).post("/agreements/ask/", {"person": auditor.pk})
    row = Agreement.objects.get()
    decide(officer, answer)
    address = f"/agreements/{row.pk}/reconsider/"
    assert address in client_of(officer).get("/agreements/").content.decode()
    assert client_of(three["region_administrator"]).post(address).status_code == 403
    undo_latest(officer)
    row.refresh_from_db()
    assert (row.state, row.decided_by_id, row.decided_at) == ("asked", None, None)
    assert may_take_over(acting, auditor)
    decide(officer, answer)
    Agreement.objects.update(decided_at=timezone.now() - timedelta(days=2))
    client_of(officer).post(address)
    row.refresh_from_db()
    assert row.state != "asked", "a day has passed"
    Agreement.objects.update(decided_at=timezone.now(), state="used")
    assert "无法收回" in undo_latest(officer)
    assert Agreement.objects.get().state == "used"


def test_a_refusal_is_not_taken_back_once_the_same_is_asked_again(region, three):
    officer, auditor = three["security_officer"], three["auditor"]
    for _ in range(2):
        client_of(three["region_administrator"]).post("/agreements/ask/", {"person": auditor.pk})
        row = Agreement.objects.earliest("pk")
        if row.state == "asked":
            decide(officer, "refuse")
    page = client_of(officer).post(f"/agreements/{row.pk}/reconsider/", follow=True).content.decode()
    assert "再次提出" in page and Agreement.objects.filter(state="asked").count() == 1


def test_what_waits_is_what_one_may_agree_to(region, three):
    def waits_alike() -> list[int]:
        rows, found = list(Agreement.objects.filter(state="asked")), []
        for person in three.values():
            viewer = viewer_of(person)
            waiting = set(to_agree(viewer).values_list("pk", flat=True))
            assert waiting == {row.pk for row in rows if may_agree(viewer, row)}
            found.append(len(waiting))
        return found

    asking = viewer_of(three["region_administrator"])
    ask_agreement(acting=asking, kind="appoint", person=newcomer(region), role="auditor")
    ask_agreement(acting=asking, kind="end", person=three["auditor"], role="auditor")
    assert waits_alike() == [0, 2, 1]
    Appointment.objects.filter(person=three["security_officer"]).delete()
    del three["security_officer"]
    assert waits_alike() == [0, 2], "nobody else is left"
