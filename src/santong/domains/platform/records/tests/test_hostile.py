"""Hostile input: refused with a clear answer, nothing stored."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from santong.domains.platform.records.inspecting import inspect
from santong.domains.platform.records.models import Posting, Statement, StatementKey
from santong.domains.platform.records.tests.cast import ACTIVITY, new_id, statement
from santong.domains.platform.records.wording import in_words
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.reading import read_json
from santong.domains.platform.records.xapi.statements import check_statement

pytestmark = pytest.mark.django_db


def text(**changes: Any) -> bytes:
    return json.dumps(statement(**changes)).encode()


HOSTILE = {
    "10 MB": (b"[" + b" " * 10_000_000 + b"]", 413),
    "nested": (b'{"a":' * 100_000, 400),
    "nested extension": (text(context={"extensions": {"http://x.org/e": json.loads("[" * 500 + "]" * 500)}}), 400),
    "duplicate keys": (text()[:-1] + b',"verb":{"id":"http://x.org/other"}}', 400),
    "bad UTF-8": (text().replace(b"lessons", b"\xc3\x28"), 400),
    "half a surrogate": (text(object={"id": ACTIVITY, "definition": {"name": {"en": "\ud800"}}}), 400),
    "nothing": (b"", 400),
    "a number": (b"1", 400),
    "null": (b"null", 400),
    "a batch of nulls": (b"[null]", 400),
    "a huge number": (b'{"id":' + b"9" * 5000 + b"}", 400),
    "NUL in an account": (text(actor={"account": {"homePage": "http://x.org/\x00", "name": "1"}}), 400),
    "a long IRI": (text(verb={"id": "http://x.org/" + "a" * 5000}), 400),
    "many statements": (json.dumps([statement()] * 5001).encode(), 400),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bodies(city, name):
    body, status = HOSTILE[name]
    answer = city.post(body)
    assert answer.status == status
    assert answer.json["message"]
    assert Statement.objects.count() == 0


@pytest.mark.parametrize(
    "kind", ["text/plain", "", "multipart/mixed", "multipart/form-data; boundary=x", "application/xml"]
)
def test_content_types(city, kind):
    assert city.post(statement(), content_type=kind).status == 400


def test_a_compressed_body_is_not_unpacked(city):
    assert city.post(statement(), headers={"Content-Encoding": "gzip"}).status == 415


def test_the_query_string(city):
    path = "/xAPI/statements?verb=http://x.org/a&verb=http://x.org/b"
    headers = {"Authorization": city.authorization, "X-Experience-API-Version": "1.0.3"}
    assert city.client.get(path, headers=headers).status_code == 400
    assert city.client.get("/xAPI/statements?verb=%ff", headers=headers).status_code == 400
    assert city.client.get("/xAPI/statements?" + "a=1&" * 100, headers=headers).status_code == 400


def test_names_with_odd_characters_are_kept(city):
    name = "0\x00'\";--\u202e\U0001f600"
    actor = {"account": {"homePage": "http://x.org", "name": name}}
    (stored,) = city.store(statement(actor=actor, result={"response": "\x00\u2028"}))
    assert city.get(statementId=stored).json["result"]["response"] == "\x00\u2028"
    assert city.found(agent=actor) == [stored]
    document = city.send("PUT", "activities/state", {}, activityId=ACTIVITY, agent=actor, stateId="\x00")
    assert document.status == 400


scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FULL = statement(
    id=new_id(),
    result={"score": {"scaled": 0.5, "raw": 1, "min": 0, "max": 2}, "success": True, "duration": "PT1S"},
    context={
        "registration": new_id(),
        "instructor": {"account": {"homePage": "http://x.org", "name": "1"}},
        "contextActivities": {"parent": [{"id": ACTIVITY, "definition": {"name": {"en": "x"}}}]},
        "extensions": {"http://x.org/e": [1]},
    },
    object={"objectType": "SubStatement", **statement()},
    timestamp="2026-03-05T08:30:00Z",
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, item in inner for deeper in places(item, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


def problem_with(value: Any, version_2: bool) -> str | None:
    try:
        check_statement(value, version_2=version_2)
    except Invalid as problem:
        return problem.message
    return None


@given(path=st.sampled_from(places(FULL)), value=values, version_2=st.booleans())
@settings(max_examples=400, deadline=None)
def test_anything_anywhere_is_accepted_or_named(path, value, version_2):
    """Whatever stands wherever: the check ends with yes or with a problem that the inspector has words for."""
    made = replaced(FULL, path, value)
    said = problem_with(made, version_2)
    assert said is None or in_words(said) is not None
    findings = inspect(json.dumps([made]), version_2=version_2)
    assert findings[0].problem == (said or "")
    assert all(one.in_words for one in findings if one.problem)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_json_or_not(content):
    with suppress(Invalid):
        read_json(content)


@given(path=st.sampled_from(places(FULL)), value=values)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_statement_is_stored_whole_or_refused(city, path, value):
    before = [model.objects.count() for model in (Statement, StatementKey, Posting)]
    answer = city.post([statement(), replaced({**FULL, "id": new_id()}, path, value)])
    assert answer.status in (200, 400)
    if answer.status == 400:
        assert answer.json["message"]
        assert [model.objects.count() for model in (Statement, StatementKey, Posting)] == before
    else:
        for stored in answer.json:
            assert city.get(statementId=stored).status == 200
