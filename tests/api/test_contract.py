"""The API keeps what its OpenAPI document says, whatever is sent; schemathesis judges the answers."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from santong.config.api import document
from santong.domains.platform.tokens.models import Token
from santong.domains.platform.tokens.tests.client import Api

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = 12
NASTY = ["", "0", "-1", "x", "１", "1e9", "null", "\x00", "'", "%", "%00", "\ufffe", "9" * 40, "now", "[]", "曾"]

pytestmark = pytest.mark.django_db


def operations() -> list[Any]:
    schema = schemathesis.openapi.from_dict(document(), force_schema_version="30")
    return [each.ok() for each in schema.get_all_operations()]


def good(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """What a parameter may be."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if schema.get("type") == "integer":
        return st.integers(schema.get("minimum", 0), schema.get("maximum", 2**31)).map(str)
    return st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=30)


def query_of(operation: Any) -> st.SearchStrategy[dict[str, str]]:
    """Some of the parameters, most of them as they should be."""
    known = {each.name: each.definition["schema"] for each in operation.query}
    one = {name: st.one_of(good(schema), good(schema), st.sampled_from(NASTY)) for name, schema in known.items()}
    strange = {"strange": st.just("1")} if not known else {}
    return st.fixed_dictionaries({}, optional={**one, **strange})


def takes_json(operation: Any) -> bool:
    return "application/json" in operation.definition.raw.get("requestBody", {}).get("content", {})


def body_of(operation: Any) -> st.SearchStrategy[Any]:
    if operation.method == "post":
        given = st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(NASTY), st.lists(st.just("x")))
        fields = st.dictionaries(
            st.sampled_from(["words", "person", "to", "number", "kind", *NASTY]), given, max_size=3
        )
        whole = st.fixed_dictionaries({"fields": fields}, optional={"kind": st.sampled_from(["leave", "seal", "x", 1])})
        return st.one_of(whole, whole, st.none(), st.just([]))
    cells = st.one_of(st.none(), st.sampled_from(["name", "class", *NASTY]))
    return st.one_of(
        st.fixed_dictionaries({"columns": st.lists(cells, max_size=4)}), st.none(), st.just([]), st.just({"columns": 1})
    )


def parts_of(operation: Any) -> st.SearchStrategy[dict[str, str]]:
    """What stands in an address: keys, steps that there are and others, what can be taken back."""
    steps = operation.definition.raw.get("description", "").split(", ")
    known = {
        "key": st.one_of(st.integers(1, 6).map(str), st.sampled_from(["0", "999999", "9" * 30])),
        "step": st.sampled_from([*steps, "vanish", "曾"]),
        "undo": st.one_of(st.uuids().map(str), st.just("x")),
    }
    return st.fixed_dictionaries({name: each for name, each in known.items() if f"{{{name}}}" in operation.full_path})


def send(api: Api, operation: Any, parts: dict[str, str], query: dict[str, str], body: Any) -> requests.Response:
    """The answer of Django's test client, in the form that schemathesis judges."""
    address = operation.full_path.format_map(parts) + (f"?{urlencode(query)}" if query else "")
    more = {"data": json.dumps(body), "content_type": "application/json"} if takes_json(operation) else {}
    given = api.client.generic(operation.method, address, headers=api.headers, **more)
    answer = requests.Response()
    answer.status_code, answer._content = given.status_code, given.content
    answer.headers.update(given.headers)
    answer.request = requests.Request(operation.method, f"http://testserver{address}").prepare()
    return answer


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.verbose_name)
def test_every_operation_keeps_its_word(api, operation):
    sends_json = takes_json(operation)

    @seed(7)
    @settings(max_examples=EXAMPLES, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(query=query_of(operation), parts=parts_of(operation), body=body_of(operation) if sends_json else st.none())
    def keeps(query, parts, body):
        more = {"body": body, "media_type": "application/json"} if sends_json else {}
        case = operation.make_case(path_parameters=parts, query=query, **more)
        case.validate_response(send(api, operation, parts, query, body), checks=CHECKS)

    keeps()


def test_every_operation_refuses_strangers(api):
    Token.objects.all().delete()
    for operation in operations():
        address = operation.full_path.format(key=1, step="agree", undo="0123abcd-0000-4000-8000-000000000000")
        answer = api.client.generic(operation.method, address, headers=api.headers)
        assert answer.status_code == 401, address
        assert answer["Content-Type"] == "application/problem+json"
