"""Requests over the API: a program asks, sees what it can do, does it once, and takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from santong.domains.platform.access.testing import somebody
from santong.domains.platform.requests.actions import decision_of, draw_path, put_draft, put_in_force, send
from santong.domains.platform.requests.engine.stages import Decider, Source, Stage
from santong.domains.platform.requests.models import Opinion, Request
from santong.domains.platform.requests.tests.conftest import TRIP, Office, viewer
from santong.domains.platform.tokens.tests.client import Api, api_for
from santong.kit.access import SYSTEM
from santong.kit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(office: Office) -> Api:
    """A system of the school, in the name of its IT administrator, who decides about trips."""
    person = somebody("school_it", office.region.lake, "it")
    stage = Stage("信息中心", (Decider(Source.PEOPLE, people=(person.pk,)),))
    put_in_force(
        acting=SYSTEM, version=draw_path(acting=SYSTEM, kind=TRIP, organisation=office.region.lake, stages=[stage])
    )
    return api_for(office.region.lake, holder=person)


def post(api: Api, path: str, body: Any = None, key: str = "") -> HttpResponse:
    headers = {**api.headers, **({"Idempotency-Key": key} if key else {})}
    return api.client.post(f"/api/v1/{path}", body or {}, content_type="application/json", headers=headers)


def test_what_waits_can_be_decided_once_and_taken_back(it: Api, office: Office):
    row = office.ask(1)
    assert [each["id"] for each in it.get("waiting_requests").json()["items"]] == [row.pk]
    seen = it.get(f"requests/{row.pk}").json()
    steps = {each["name"]: each for each in seen["steps"]}
    assert {"agree", "refuse", "return", "add", "hand", "lend"} <= steps.keys()
    assert [field["name"] for field in steps["refuse"]["fields"] if field["required"]] == ["words"]
    body = {"fields": {"words": "同意"}}
    first = post(it, f"requests/{row.pk}/steps/agree", body, key="one")
    again = post(it, f"requests/{row.pk}/steps/agree", body, key="one")
    assert (first.status_code, again.status_code) == (200, 200) and again.json() == first.json()
    assert first.json()["item"]["state"] == "granted"
    assert Opinion.objects.filter(verb="agree", request=row).count() == 1
    entry = AuditEntry.objects.filter(model="requests.request", verb="requests.agree").get()
    assert entry.person_id == it.token.holder_id
    back = post(it, f"requests/{row.pk}/undo/{first.json()['undo']}")
    assert back.json()["state"] == "running" and "agree" in {each["name"] for each in back.json()["steps"]}
    assert post(it, f"requests/{row.pk}/undo/{first.json()['undo']}").status_code == 409


def test_what_is_not_possible_is_a_conflict_and_wrong_fields_are_named(it: Api, office: Office):
    row = office.ask(1)
    without = post(it, f"requests/{row.pk}/steps/refuse")
    assert without.status_code == 422 and [each["parameter"] for each in without.json()["errors"]] == ["words"]
    strange = post(it, f"requests/{row.pk}/steps/agree", {"fields": {"wörds": "?"}})
    assert strange.status_code == 422 and [each["parameter"] for each in strange.json()["errors"]] == ["wörds"]
    assert post(it, f"requests/{row.pk}/steps/agree").status_code == 200
    late = post(it, f"requests/{row.pk}/steps/agree")
    assert late.status_code == 409 and late["Content-Type"] == "application/problem+json"
    assert post(it, f"requests/{row.pk}/steps/vanish").status_code == 404
    assert post(it, f"requests/{row.pk}/steps/withdraw").status_code == 403, "it is somebody else's request"


def test_people_are_sent_by_their_ids(it: Api, office: Office):
    row = office.ask(1)
    done = post(it, f"requests/{row.pk}/steps/hand", {"fields": {"person": office.head.pk, "words": "请代审"}})
    assert done.status_code == 200 and done.json()["item"]["waits_for"] == [office.head.name]
    assert done.json()["item"]["steps"] == [each for each in done.json()["item"]["steps"] if each["name"] != "agree"]


def test_a_system_asks_for_its_person_and_makes_no_second_one(it: Api, office: Office):
    kinds = {each["name"]: each for each in it.get("requests/kinds").json()}
    assert [(each["name"], each["type"]) for each in kinds["trip"]["fields"]] == [("why", "text"), ("days", "number")]
    wrong = post(it, "requests", {"kind": "trip", "fields": {"days": "many"}})
    assert {each["parameter"] for each in wrong.json()["errors"]} == {"why", "days"}
    body = {"kind": "trip", "fields": {"why": "培训", "days": 2}, "draft": True}
    made, again = post(it, "requests", body, key="ask"), post(it, "requests", body, key="ask")
    assert made.status_code == 201 and made.json() == again.json() and made.json()["state"] == "draft"
    assert [each["id"] for each in it.get("requests").json()["items"]] == [made.json()["id"]]
    gone = post(it, f"requests/{made.json()['id']}/steps/discard")
    assert gone.json()["item"]["state"] == "withdrawn"
    assert Request.objects.count() == 1


def test_a_token_without_the_scope_and_a_system_of_another_school_find_nothing(it: Api, office: Office):
    row = office.ask(1)
    other = api_for(office.region.hill)
    reading = api_for(office.region.lake, scopes=["people.read"], holder=it.token.holder)
    for path in (f"requests/{row.pk}/steps/agree", f"requests/{row.pk}/undo/0123abcd-0000-4000-8000-000000000000"):
        assert post(other, path).status_code == 404
        assert post(reading, path).status_code == 403
    assert other.get(f"requests/{row.pk}").status_code == 404
    assert other.get("waiting_requests").json()["items"] == []


def test_a_token_reaches_nothing_beyond_its_organisation_though_its_person_does(it: Api, office: Office):
    hill, person = office.region.hill, it.token.holder
    stage = Stage("信息中心", (Decider(Source.PEOPLE, people=(person.pk,)),))
    put_in_force(acting=SYSTEM, version=draw_path(acting=SYSTEM, kind=TRIP, organisation=hill, stages=[stage]))
    asker = viewer(somebody("subject_teacher", hill, "far"))
    row = put_draft(acting=asker, kind=TRIP, organisation=hill, values={"why": "家访", "days": 1})
    send(acting=asker, request=row)
    assert decision_of(viewer(person), row) is not None, "on the page it waits for them"
    assert it.get("waiting_requests").json()["items"] == []
    assert it.get("requests", whose="all").json()["items"] == []
    assert it.get(f"requests/{row.pk}").status_code == 404
    assert post(it, f"requests/{row.pk}/steps/agree").status_code == 404
