"""Storing statements and finding them over HTTP."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest

from santong.domains.platform.records.models import Posting, Statement
from santong.domains.platform.records.tests.cast import ACTIVITY, OTHER_VERB, VERB, new_id, statement
from santong.domains.platform.records.xapi.multipart import Part, join
from santong.domains.platform.records.xapi.statements import VOIDED

pytestmark = pytest.mark.django_db

BO = {"mbox": "mailto:bo@example.org"}
CONSISTENT = "X-Experience-API-Consistent-Through"


def reference(target: str, verb: str = OTHER_VERB) -> dict[str, object]:
    return statement(id=new_id(), verb={"id": verb}, object={"objectType": "StatementRef", "id": target}, actor=BO)


def test_post_one_and_read_it_back(city):
    (stored,) = city.post(statement()).json
    one = city.get(statementId=stored)
    assert one.status == 200
    assert one.json["verb"] == {"id": VERB}
    assert one.json["version"] == "1.0.0"
    assert one.json["authority"]["account"]["name"].startswith("provider-")
    assert one.json["timestamp"] == one.json["stored"]
    assert datetime.fromisoformat(one.json["stored"]).tzinfo == UTC
    assert one.headers["Last-Modified"]


def test_put_is_204_and_ids_must_agree(city):
    number = new_id()
    assert city.send("PUT", "statements", statement(), statementId=number).status == 204
    assert city.get(statementId=number.upper()).json["id"] == number
    assert city.send("PUT", "statements", statement(id=new_id()), statementId=number).problem.startswith("id:")
    assert city.send("PUT", "statements", statement()).problem.startswith("statementId:")


def test_a_batch_keeps_its_order_and_stored_rises(city):
    sent = [statement(id=new_id()) for _ in range(5)]
    assert city.store(*sent) == [one["id"] for one in sent]
    assert city.found() == [one["id"] for one in reversed(sent)]
    assert city.found(ascending="true") == [one["id"] for one in sent]


def test_one_wrong_statement_refuses_the_batch(city):
    good = statement(id=new_id())
    answer = city.post([good, statement(verb={"id": "x"})])
    assert (answer.status, answer.json["path"]) == (400, "[1].verb.id")
    assert city.get(statementId=good["id"]).status == 404
    assert Statement.objects.count() == Posting.objects.count() == 0


def test_sending_again_is_fine_saying_something_else_is_not(city):
    one = statement(id=new_id(), context={"contextActivities": {"parent": {"id": ACTIVITY}}})
    assert city.store(one) == city.store(one) == [one["id"]]
    assert Statement.objects.count() == 1
    assert city.post(one | {"verb": {"id": OTHER_VERB}}).status == 409
    assert city.post([statement(id=new_id()), one | {"verb": {"id": OTHER_VERB}}]).status == 409
    assert Statement.objects.count() == 1
    assert city.post([one, one]).status == 400


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "abcd"),
        ({"verb": VERB}, "acd"),
        ({"verb": OTHER_VERB}, "b"),
        ({"agent": BO}, "b"),
        ({"agent": BO, "related_agents": "true"}, "bc"),
        ({"agent": {"mbox": "mailto:member@example.org"}}, "d"),
        ({"activity": ACTIVITY}, "ad"),
        ({"activity": ACTIVITY, "related_activities": "true"}, "abd"),
        ({"activity": ACTIVITY, "verb": VERB, "limit": 1}, "d"),
        ({"activity": ACTIVITY, "related_activities": "true", "agent": BO}, "b"),
        ({"activity": "http://x.org/none"}, ""),
        ({"until": "2020-01-01T00:00:00Z"}, ""),
        ({"since": "2020-01-01T00:00:00Z"}, "abcd"),
        ({"since": "2999-01-01T00:00:00+08:00"}, ""),
        ({"registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7"}, "c"),
        ({"registration": "EC531277-B57B-4C15-8D91-D292C5B2B8F7", "verb": OTHER_VERB}, ""),
    ],
)
def test_filters(city, wanted, found):
    ids = {name: new_id() for name in "abcd"}
    other = {"id": "http://x.org/other"}
    city.store(
        statement(id=ids["a"]),
        statement(
            id=ids["b"], actor=BO, verb={"id": OTHER_VERB}, object=other,
            context={"contextActivities": {"grouping": [{"id": ACTIVITY}]}},
        ),
        statement(
            id=ids["c"], object=other,
            context={"instructor": BO, "registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7"},
        ),
        statement(id=ids["d"], actor={"objectType": "Group", "member": [{"mbox": "mailto:member@example.org"}]}),
    )  # fmt: skip
    assert sorted(city.found(**wanted)) == sorted(ids[name] for name in found)


def test_pages_miss_and_repeat_nothing(city):
    sent = city.store(*[statement() for _ in range(23)])
    for order, expected in (("false", sent[::-1]), ("true", sent)):
        seen, page = [], city.get(limit=5, ascending=order, verb=VERB).json
        while True:
            seen += [one["id"] for one in page["statements"]]
            if not page["more"]:
                break
            assert page["more"].startswith("/xAPI/statements?")
            page = json.loads(city.send("GET", page["more"].removeprefix("/xAPI/")).content)
        assert seen == expected


@pytest.mark.parametrize(
    "wrong",
    [
        {"foo": "bar"}, {"Verb": VERB}, {"verb": "x"}, {"agent": {"name": "x"}}, {"agent": "x"}, {"since": "x"},
        {"limit": "-1"}, {"limit": "x"}, {"ascending": "yes"}, {"format": "short"}, {"registration": "x"},
        {"cursor": "x"}, {"statementId": "x"}, {"statementId": new_id(), "verb": VERB},
        {"statementId": new_id(), "voidedStatementId": new_id()},
    ],
)  # fmt: skip
def test_wrong_parameters_are_named(city, wrong):
    answer = city.get(**wrong)
    assert answer.status == 400
    assert answer.json["path"].split(".")[0] in wrong
    assert CONSISTENT in answer.headers


def test_head_and_consistent_through(city):
    (stored,) = city.store(statement())
    answer = city.send("HEAD", "statements", statementId=stored)
    assert (answer.status, answer.content) == (200, b"")
    through = datetime.fromisoformat(answer.headers[CONSISTENT])
    assert through >= datetime.fromisoformat(city.get(statementId=stored).json["stored"])


def test_voiding(city):
    one = statement(id=new_id())
    voiding = reference(one["id"], VOIDED)
    about = reference(one["id"])
    city.store(one, about)
    city.store(voiding)
    assert city.get(statementId=one["id"]).status == 404
    assert city.get(voidedStatementId=one["id"]).json["id"] == one["id"]
    # Found through what it refers to, though that is voided; the voided one itself is not.
    assert city.found(verb=VERB) == [voiding["id"], about["id"]]
    assert city.found() == [voiding["id"], about["id"]]


def test_voiding_before_the_statement_arrives(city):
    one = statement(id=new_id())
    city.store(reference(one["id"], VOIDED))
    city.store(one)
    assert city.get(statementId=one["id"]).status == 404
    assert city.get(voidedStatementId=one["id"]).status == 200


def test_a_voiding_statement_cant_be_voided(city):
    one = statement(id=new_id())
    first = reference(one["id"], VOIDED)
    second = reference(first["id"], VOIDED)
    city.store(one, first, second)
    assert city.get(statementId=first["id"]).status == 200
    assert city.get(voidedStatementId=one["id"]).status == 200


@pytest.mark.parametrize("order", ["012", "210", "102", "120", "201", "021"])
def test_references_are_found_by_what_they_refer_to(city, order):
    first = statement(id=new_id(), verb={"id": "http://x.org/rare"})
    second = reference(first["id"])
    third = reference(second["id"])
    for place in order:
        city.store((first, second, third)[int(place)])
    assert set(city.found(verb="http://x.org/rare")) == {first["id"], second["id"], third["id"]}
    assert set(city.found(verb=OTHER_VERB)) == {second["id"], third["id"]}


def test_circles_of_references_end(city):
    one, two = new_id(), new_id()
    city.store(reference(two) | {"id": one})
    city.store(reference(one) | {"id": two})
    assert set(city.found(verb=OTHER_VERB)) == {one, two}


def test_formats(city):
    name = {"en": "Lesson", "zh-CN": "课"}
    (stored,) = city.store(
        statement(
            actor={"mbox": "mailto:a@example.org", "name": "A"},
            object={"id": ACTIVITY, "definition": {"name": name}},
        )
    )
    assert city.get(statementId=stored, format="exact").json["object"]["definition"]["name"] == name
    assert city.get(statementId=stored, format="ids").json["object"] == {"id": ACTIVITY}
    (one,) = city.send("GET", "statements", headers={"Accept-Language": "zh"}, format="canonical").json["statements"]
    assert one["object"]["definition"]["name"] == {"zh-CN": "课"}


def attached(content: bytes, **changes: object) -> dict[str, object]:
    return {
        "usageType": "http://x.org/u", "display": {"en": "x"}, "contentType": "text/plain",
        "length": len(content), "sha2": hashlib.sha256(content).hexdigest(), **changes,
    }  # fmt: skip


def multipart(value: object, *contents: bytes) -> bytes:
    parts = [Part({"Content-Type": "application/json"}, json.dumps(value).encode())]
    for content in contents:
        headers = {"Content-Type": "text/plain", "Content-Transfer-Encoding": "binary",
                   "X-Experience-API-Hash": hashlib.sha256(content).hexdigest()}  # fmt: skip
        parts.append(Part(headers, content))
    return join(parts, b"x")


def test_attachments_there_and_back(city, settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}}  # fmt: skip
    content = "附件\r\n--x--".encode() + bytes(range(256))
    one = statement(attachments=[attached(content)])
    answer = city.post(multipart(one, content), content_type="multipart/mixed; boundary=x")
    assert answer.status == 400  # the boundary stands in the content
    content = "附件".encode() + bytes(range(256))
    one = statement(attachments=[attached(content)])
    (stored,) = city.post(multipart(one, content), content_type="multipart/mixed; boundary=x").json
    read = city.get(statementId=stored, attachments="true")
    assert read.headers["Content-Type"].startswith("multipart/mixed; boundary=")
    assert content in read.content
    assert content not in city.get(statementId=stored).content


def test_attachments_must_be_complete(city):
    one = statement(attachments=[attached(b"x")])
    assert city.post(one).json["path"] == "attachments[0]"
    assert city.post(statement(attachments=[attached(b"x", fileUrl="http://x.org/f")])).status == 200
    superfluous = city.post(multipart(statement(), b"y"), content_type="multipart/mixed; boundary=x")
    assert (superfluous.status, superfluous.json["path"]) == (400, "body")
    damaged = multipart(one, b"x").replace(b"\r\n\r\nx\r\n", b"\r\n\r\nz\r\n")
    assert city.post(damaged, content_type="multipart/mixed; boundary=x").json["path"] == "part 2"
