"""The lists and details of the API, as another system reads them."""

from __future__ import annotations

import base64
import re

import pytest

from santong.domains.platform.tokens.tests.client import api_for
from santong.kit.models import AuditEntry
from tests.api.conftest import PHONE

pytestmark = pytest.mark.django_db

FULL_NUMBER = re.compile(r"(?<!\d)\d{17}[\dX]")


def test_everything_of_the_school_and_nothing_else(api, region):
    assert {row["id"] for row in api.get("pupils").json()["items"]} == {pupil.pk for pupil in region.pupils}
    assert [row["name"] for row in api.get("schools").json()["items"]] == ["甲校"]
    assert {row["id"] for row in api.get("classes").json()["items"]} == {row.pk for row in region.classes[:2]}
    assert "远老师" not in api.get("people").content.decode()
    assert [row["name"] for row in api.get("staff").json()["items"]] == ["高老师"]
    assert [row["name"] for row in api.get("guardians").json()["items"]] == ["曾家长"]


def test_pages_by_cursor_give_every_row_once(api, region):
    found, address = [], "/api/v1/pupils?size=2"
    while address:
        page = api.client.get(address, headers=api.headers).json()
        found += [row["id"] for row in page["items"]]
        address = page["next"]
    assert found == [pupil.pk for pupil in region.pupils]


def test_the_filters_of_the_pages(api, region):
    assert len(api.get("pupils", status="enrolled").json()["items"]) == 5
    assert api.get("pupils", status="graduated").json()["items"] == []
    assert [row["name"] for row in api.get("pupils", q="曾二").json()["items"]] == ["曾二"]
    one_class = api.get("pupils", organisation=region.classes[1].pk).json()
    assert one_class["items"] == []
    assert all(row["name"].startswith("三年级") for row in api.get("classes", entry_year=2023).json()["items"])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"status": "asleep"}, "status"),
        ({"stauts": "enrolled"}, "stauts"),
        ({"size": "0"}, "size"),
        ({"size": "１０"}, "size"),
        ({"after": "x"}, "after"),
        ({"organisation": "999999"}, "organisation"),
        ({"q": ""}, "q"),
        ({"q": "\x00"}, "q"),
    ],
)
def test_a_wrong_parameter_is_named(api, query, parameter):
    answer = api.get("pupils", **query)
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
    assert answer["Content-Type"] == "application/problem+json"


def test_a_forged_cursor_does_no_harm(api):
    for value in (
        '["\\u0000",1]',
        '[5,"x"]',
        "[null,null]",
        '["0001",1e400]',
        '["\\ud800",1]',
        "{}",
        '["a",99999999999999999999]',
    ):
        cursor = base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")
        assert api.get("pupils", after=cursor).status_code in (200, 422), value


def test_numbers_are_masked(api):
    for path in ("pupils", "people", "staff", "guardians"):
        assert not FULL_NUMBER.search(api.get(path).content.decode())
    assert "****" in api.get("pupils").json()["items"][0]["id_number"]


def test_phones_need_their_scope_and_are_recorded(api, region):
    plain = api_for(region.school, holder=api.token.holder, scopes=["people.read", "guardians.read"])
    assert plain.get("staff").json()["items"][0]["phone"] == "139****1234"
    assert PHONE not in plain.get("guardians").content.decode()
    assert not AuditEntry.objects.filter(verb="identity.reveal_phone").exists()
    assert api.get("staff").json()["items"][0]["phone"] == PHONE
    shown = AuditEntry.objects.get(verb="identity.reveal_phone")
    assert shown.kind == "read"


def test_verbs_and_addresses_that_do_not_exist(api):
    refused = api.post("pupils")
    assert refused.status_code == 405
    assert refused["Allow"] == "GET"
    assert refused.json()["status"] == 405
    assert api.get("nothing").json()["status"] == 404
    assert api.get("pupils/999999").json()["status"] == 404
    assert api.get("pupils/99999999999999999999999").status_code == 404


def test_followers_stay_in_step(api, region):
    cursor = api.get("changes", after="now").json()["cursor"]
    pupil = region.pupils[0]
    pupil.person.name = "曾改名"
    pupil.person.save()
    pupil.status = "left"
    pupil.save()
    far = region.far
    far.name = "另一校"
    far.save()
    part = api.get("changes", after=cursor).json()
    assert [(c["kind"], c["resource"], c["id"]) for c in part["items"]] == [
        ("changed", "people", pupil.person_id),
        ("changed", "pupils", pupil.pk),
    ]
    assert api.get("changes", after=part["cursor"]).json()["items"] == []
    assert api.get("changes", after=cursor, resource="pupils").json()["items"][0]["id"] == pupil.pk
    assert api.get("changes").status_code == 422
    assert api.get("changes", after="-1").status_code == 422
    assert api.get("changes", after=cursor, resource="nothing").status_code == 422
    only = api_for(region.school, holder=api.token.holder, scopes=["organisations.read"])
    assert only.get("changes", after=cursor, resource="pupils").status_code == 403
    assert only.get("changes", after=cursor).json()["items"] == []


def test_an_error_of_ours_tells_nothing(api, monkeypatch):
    def fail(*args, **kwargs):
        raise ZeroDivisionError("13900001234")

    monkeypatch.setattr("santong.kit.api.resources.page_of", fail)
    answer = api.get("pupils")
    assert answer.status_code == 500
    assert "13900001234" not in answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"


def test_the_reference_page_names_every_operation(region):
    page = region.client("teaching_affairs", region.school).get("/api/")
    assert page.status_code == 200
    text = page.content.decode()
    for operation in ("list_pupils", "get_school", "list_changes", "send_sheet", "undo_import"):
        assert operation in text
