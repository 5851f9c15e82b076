"""Strict JSON, comparing, formats, multipart: the parts that need no database."""

from __future__ import annotations

import pytest

from santong.domains.platform.records.tests.cast import statement
from santong.domains.platform.records.xapi.comparing import same, with_arrays
from santong.domains.platform.records.xapi.formats import accepted_languages, canonical, ids
from santong.domains.platform.records.xapi.multipart import Part, boundary_of, join, split
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.reading import read_json, refuse_deep


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": {"b": 1, "b": 1}}', "twice"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"a": 1e999}', "too large"),
        (b"9" * 5000, "digits"),
        (b'{"a": }', "line 1, column 7"),
        (b"\xff\xfe", "UTF-8 at byte 0"),
        (b'"\\ud800"', "surrogate"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "nested"),
        (b"", "line 1"),
    ],
)
def test_what_is_not_json(text, problem):
    with pytest.raises(Invalid, match=problem):
        read_json(text)


def test_a_surrogate_pair_is_fine():
    assert read_json(b'"\\ud83d\\ude00"') == "😀"


def test_depth_is_limited():
    value: object = 1
    for _ in range(41):
        value = [value]
    with pytest.raises(Invalid, match="nested"):
        refuse_deep(value, "x")


def test_statements_that_say_the_same():
    stored = statement(id="1", stored="x", version="1.0.0", timestamp="2026-03-05T08:30:00Z")
    assert same(stored, statement(timestamp="2026-03-05T16:30:00.000+08:00"))
    assert same(stored, statement())
    assert not same(stored, statement(result={"success": True}))


def test_durations_are_compared_to_a_hundredth():
    one = statement(result={"duration": "PT1.234S"})
    assert same(one, statement(result={"duration": "PT1.23S"}))
    assert not same(one, statement(result={"duration": "PT1.24S"}))


def test_single_context_activities_become_arrays():
    given = statement(context={"contextActivities": {"parent": {"id": "http://x.org/1"}}})
    kept = with_arrays(given)
    assert kept["context"]["contextActivities"] == {"parent": [{"id": "http://x.org/1"}]}
    assert same(kept, given)


def test_ids_leaves_only_what_identifies():
    member = {"mbox": "mailto:a@example.org", "name": "A"}
    short = ids(
        statement(
            actor={"objectType": "Group", "name": "G", "member": [member]},
            verb={"id": "http://x.org/v", "display": {"en": "x"}},
            object={"id": "http://x.org/a", "definition": {"name": {"en": "x"}}},
        )
    )
    assert short["actor"] == {"objectType": "Group", "member": [{"mbox": "mailto:a@example.org"}]}
    assert (short["verb"], short["object"]) == ({"id": "http://x.org/v"}, {"id": "http://x.org/a"})


def test_canonical_picks_one_language():
    made = statement(object={"id": "http://x.org/a", "definition": {"name": {"en": "one", "zh-CN": "一"}}})
    known = {"http://x.org/a": {"name": {"en": "one", "zh-CN": "一", "fr": "un"}}}
    assert canonical(made, known, ["fr", "en"])["object"]["definition"]["name"] == {"fr": "un"}
    assert canonical(made, {}, ["zh"])["object"]["definition"]["name"] == {"zh-CN": "一"}
    assert canonical(made, {}, [])["object"]["definition"]["name"] == {"en": "one"}


def test_accept_language():
    assert accepted_languages("en;q=0.5, zh-CN, *;q=0.1, fr;q=x") == ["zh-CN", "en", "fr"]


def test_multipart_there_and_back():
    parts = [Part({"content-type": "application/json"}, b"{}"), Part({"x": "y"}, b"\r\n--\x00\xff")]
    assert split(join(parts, b"b"), b"b") == parts


@pytest.mark.parametrize(
    "body",
    [b"", b"--b\r\n\r\nx", b"--b\r\n\r\nx\r\n--b", b"--c\r\n\r\n\r\n--c--", b"--bb\r\n\r\n\r\n--b--"],
)
def test_not_multipart(body):
    with pytest.raises(Invalid):
        split(body, b"b")


def test_boundary_is_needed():
    assert boundary_of('multipart/mixed; boundary="a b"') == b"a b"
    with pytest.raises(Invalid):
        boundary_of("multipart/mixed")
