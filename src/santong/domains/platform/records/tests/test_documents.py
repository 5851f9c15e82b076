"""State, profiles, agents, activities, about, versions and the alternate request syntax."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from santong.domains.platform.records.tests.cast import ACTIVITY, Xapi, new_id, statement

pytestmark = pytest.mark.django_db

BO = {"mbox": "mailto:bo@example.org"}
ABOUT = {
    "activities/state": {"activityId": ACTIVITY, "agent": BO, "stateId": "place"},
    "agents/profile": {"agent": BO, "profileId": "place"},
    "activities/profile": {"activityId": ACTIVITY, "profileId": "place"},
}
RESOURCES = sorted(ABOUT)


@pytest.mark.parametrize("resource", RESOURCES)
def test_write_read_merge_delete(city, resource):
    about = ABOUT[resource]
    assert city.send("POST", resource, {"a": 1, "b": {"c": 1}}, **about).status == 204
    assert city.send("POST", resource, {"b": {"d": 2}}, **about).status == 204
    read = city.send("GET", resource, **about)
    assert read.json == {"a": 1, "b": {"d": 2}}
    assert read.headers["Content-Type"] == "application/json"
    assert read.headers["ETag"].startswith('"')
    assert read.headers["Last-Modified"]
    assert city.send("HEAD", resource, **about).content == b""
    names = {name: value for name, value in about.items() if name not in ("stateId", "profileId")}
    assert city.send("GET", resource, **names).json == ["place"]
    assert city.send("GET", resource, **names, since="2999-01-01T00:00:00Z").json == []
    assert city.send("DELETE", resource, **about).status == 204
    assert city.send("GET", resource, **about).status == 404


@pytest.mark.parametrize("resource", RESOURCES)
def test_two_writers_dont_overwrite_each_other(city, resource):
    about = ABOUT[resource]
    assert city.send("PUT", resource, {"a": 1}, headers={"If-None-Match": "*"}, **about).status == 204
    assert city.send("PUT", resource, {"a": 2}, headers={"If-None-Match": "*"}, **about).status == 412
    etag = city.send("GET", resource, **about).headers["ETag"]
    assert city.send("PUT", resource, {"a": 3}, headers={"If-Match": '"0"'}, **about).status == 412
    assert city.send("PUT", resource, {"a": 4}, headers={"If-Match": etag}, **about).status == 204
    assert city.send("PUT", resource, {"a": 5}, headers={"If-Match": etag}, **about).status == 412
    assert city.send("DELETE", resource, headers={"If-Match": etag}, **about).status == 412
    assert city.send("GET", resource, **about).json == {"a": 4}


def test_profiles_need_a_condition_and_states_do_in_version_2(city):
    for resource in ("agents/profile", "activities/profile"):
        assert city.send("PUT", resource, {}, **ABOUT[resource]).status == 400
        city.send("POST", resource, {}, **ABOUT[resource])
        assert city.send("PUT", resource, {}, **ABOUT[resource]).status == 409
    state = ABOUT["activities/state"]
    two = Xapi(city.authorization, "2.0.0")
    assert city.send("PUT", "activities/state", {}, **state).status == 204
    assert city.send("PUT", "activities/state", {}, **state).status == 204
    assert two.send("PUT", "activities/state", {}, **state).status == 409


def test_only_json_objects_merge(city):
    about = ABOUT["activities/state"]
    city.send("PUT", "activities/state", b"text", content_type="text/plain", **about)
    assert city.send("POST", "activities/state", {"a": 1}, **about).status == 400
    assert city.send("GET", "activities/state", **about).content == b"text"
    assert city.send("POST", "activities/state", [1], **about).status == 400


def test_states_by_registration(city):
    about = ABOUT["activities/state"]
    registration = new_id()
    city.send("PUT", "activities/state", {"r": 1}, **about, registration=registration)
    assert city.send("GET", "activities/state", **about).status == 404
    assert city.send("GET", "activities/state", **about, registration=registration).json == {"r": 1}
    assert city.send("DELETE", "activities/state", activityId=ACTIVITY, agent=BO).status == 204
    assert city.send("GET", "activities/state", **about, registration=registration).status == 404


@pytest.mark.parametrize("resource", RESOURCES)
def test_parameters_are_needed_and_checked(city, resource):
    for name in ABOUT[resource]:
        rest = {other: value for other, value in ABOUT[resource].items() if other != name}
        assert city.send("PUT", resource, {}, **rest).json["path"] == name
    assert city.send("GET", resource, **ABOUT[resource], foo="1").json["path"] == "foo"


def test_documents_belong_to_an_organisation(east, west):
    about = ABOUT["activities/state"]
    east.send("PUT", "activities/state", {"mine": 1}, **about)
    assert west.send("GET", "activities/state", **about).status == 404


def test_agents_and_activities(city):
    city.store(
        statement(object={"id": ACTIVITY, "definition": {"name": {"en": "a"}, "type": "http://x.org/t"}}),
        statement(object={"id": ACTIVITY, "definition": {"name": {"zh-CN": "甲"}}}),
    )
    known = city.send("GET", "activities", activityId=ACTIVITY).json
    assert known["definition"] == {"name": {"en": "a", "zh-CN": "甲"}, "type": "http://x.org/t"}
    unknown = city.send("GET", "activities", activityId="http://x.org/2").json
    assert unknown == {"objectType": "Activity", "id": "http://x.org/2"}
    person = city.send("GET", "agents", agent=BO).json
    assert person == {"objectType": "Person", "mbox": ["mailto:bo@example.org"]}
    assert city.send("GET", "activities", activityId="x").status == 400


def test_about_is_open(city):
    answer = Xapi("", None).send("GET", "about")
    assert answer.status == 200
    assert {"1.0.3", "2.0.0"} <= set(answer.json["version"])
    assert "2.0.0" not in Xapi("", "1.0.3").send("GET", "about").json["version"]


@pytest.mark.parametrize(
    ("version", "status", "answer"),
    [
        ("1.0", 200, "1.0.3"), ("1.0.0", 200, "1.0.3"), ("1.0.3", 200, "1.0.3"), ("2.0", 200, "2.0.0"),
        ("2.0.0", 200, "2.0.0"), ("0.95", 400, "2.0.0"), ("1.1.0", 400, "2.0.0"), ("3.0", 400, "2.0.0"),
        (None, 400, "0.95"),
    ],
)  # fmt: skip
def test_versions(city, version, status, answer):
    response = Xapi(city.authorization, version).get()
    assert (response.status, response.headers["X-Experience-API-Version"]) == (status, answer)


def test_each_version_stamps_its_statements(city):
    two = Xapi(city.authorization, "2.0.0")
    assert two.get(statementId=two.store(statement())[0]).json["version"] == "2.0.0"
    assert two.get(statementId=city.store(statement())[0]).json["version"] == "1.0.0"


def form(xapi: Xapi, method: str, resource: str = "statements", **fields: str):
    body = urlencode(fields).encode()
    kind = "application/x-www-form-urlencoded"
    return xapi.send("POST", resource, body, content_type=kind, method=method)


def test_alternate_request_syntax(city):
    number = new_id()
    assert form(city, "PUT", statementId=number, content=json.dumps(statement())).status == 204
    assert form(city, "GET", statementId=number).json["id"] == number
    bare = Xapi("", None)
    headers = {"Authorization": city.authorization, "X-Experience-API-Version": "1.0.3"}
    assert form(bare, "GET", statementId=number, **headers).status == 200
    assert form(city, "PUT", statementId=number).json["path"] == "content"
    assert form(city, "PATCH").status == 400
    assert city.send("PUT", "statements", {}, method="PUT").status == 400
    assert city.send("POST", "statements", {}, method="GET", limit=1).status == 400
    assert form(Xapi(city.authorization, "2.0.0"), "GET", statementId=number).status == 400


@pytest.mark.parametrize("kind", ["text/plain\r\nX-Own: 1", "text/\x00", "text/" + "x" * 200, "文本/plain"])
def test_a_media_type_that_no_header_can_carry_back_is_refused(city, kind):
    fields = {"activityId": ACTIVITY, "profileId": "one", "content": "text", "If-None-Match": "*"}
    answer = form(city, "PUT", "activities/profile", **fields, **{"Content-Type": kind})
    assert (answer.status, answer.json["path"]) == (400, "Content-Type")
    assert form(city, "PUT", "activities/profile", **fields, **{"Content-Type": "text/plain"}).status == 204
    assert city.send("GET", "activities/profile", activityId=ACTIVITY, profileId="one").status == 200


def test_pages_of_other_sites_may_ask(city):
    answer = Xapi("", None).send("OPTIONS", "statements")
    assert answer.status == 204
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert city.get().headers["Access-Control-Allow-Origin"] == "*"
    assert city.send("PATCH", "statements").status == 405
