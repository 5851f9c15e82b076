"""What is a statement and what isn't: each refusal names the property."""

from __future__ import annotations

from typing import Any

import pytest

from santong.domains.platform.records.tests.cast import ACTIVITY, statement
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.statements import VOIDED, check_statement

MBOX = {"mbox": "mailto:a@example.org"}
ACCOUNT = {"account": {"homePage": "https://example.org", "name": "1"}}
REF = {"objectType": "StatementRef", "id": "8f87ccde-bb56-4c2e-ab83-44982ef22df0"}
SUB = {"objectType": "SubStatement", "actor": MBOX, "verb": {"id": "http://x.org/v"}, "object": {"id": ACTIVITY}}
FILE = {
    "usageType": "http://x.org/u", "display": {"en": "x"}, "contentType": "text/plain", "length": 1, "sha2": "ab" * 32,
}  # fmt: skip


def activity(**definition: Any) -> dict[str, Any]:
    return {"object": {"id": ACTIVITY, "definition": definition}}


def context(**content: Any) -> dict[str, Any]:
    return {"context": content}


GOOD = {
    "least": {},
    "account": {"actor": ACCOUNT},
    "openid": {"actor": {"openid": "https://id.example.org/1"}},
    "sha1": {"actor": {"mbox_sha1sum": "ebd31e95054c018b10727ccffd2ef2ec3a016ee9", "objectType": "Agent"}},
    "anonymous group": {"actor": {"objectType": "Group", "member": [MBOX]}},
    "identified group": {"actor": {"objectType": "Group", **ACCOUNT, "name": "三年二班"}},
    "agent as object": {"object": {"objectType": "Agent", **MBOX}},
    "reference": {"object": REF},
    "substatement": {"object": SUB},
    "attachment": {"attachments": [FILE]},
    "language map": {"verb": {"id": "http://x.org/v", "display": {"zh-Hans-CN": "完成", "en": "x", "x-mine": "y"}}},
    "choice": activity(interactionType="choice", choices=[{"id": "a", "description": {"zh-CN": "甲"}}]),
    "extensions": activity(extensions={"http://x.org/e": None, "http://x.org/f": [1, {"a": ""}]}),
    "score": {"result": {"score": {"scaled": -1, "raw": 0, "min": -0.5, "max": 3}}},
    "durations": {"result": {"duration": "P3Y1M29DT4H35M59.14S"}},
    "weeks": {"result": {"duration": "P4W"}},
    "context": context(registration="EC531277-B57B-4C15-8D91-D292C5B2B8F7", language="zh-CN", platform="x"),
    "team": context(team={"objectType": "Group", "member": []} | ACCOUNT, instructor=MBOX, statement=REF),
    "one context activity": context(contextActivities={"parent": {"id": ACTIVITY}}),
    "context activities": context(contextActivities={"other": [{"id": ACTIVITY}, {"id": ACTIVITY}]}),
    "timestamp": {"timestamp": "2026-03-05T08:30:00+08:00"},
    "timestamp of nanoseconds": {"timestamp": "2026-03-05T08:30:00.123456789Z"},
    "authority": {"authority": MBOX},
    "authority of two": {"authority": {"objectType": "Group", "member": [ACCOUNT, MBOX]}},
    "stored": {"stored": "2011-07-15T00:00:00Z"},
    "version": {"version": "1.0.9"},
    "voiding": {"verb": {"id": VOIDED}, "object": REF},
}

BAD = {
    "no actor": ({"actor": None}, "actor"),
    "no verb": ({"verb": None}, "verb"),
    "no object": ({"object": None}, "object"),
    "unknown property": ({"score": 1}, "score"),
    "id": ({"id": "123"}, "id"),
    "actor is text": ({"actor": "me"}, "actor"),
    "no identifier": ({"actor": {"name": "x"}}, "actor"),
    "two identifiers": ({"actor": MBOX | ACCOUNT}, "actor"),
    "mbox": ({"actor": {"mbox": "a@example.org"}}, "actor.mbox"),
    "sha1": ({"actor": {"mbox_sha1sum": "x"}}, "actor.mbox_sha1sum"),
    "openid": ({"actor": {"openid": "x"}}, "actor.openid"),
    "agent with members": ({"actor": {**MBOX, "member": [MBOX]}}, "actor.member"),
    "account without name": ({"actor": {"account": {"homePage": "https://x.org"}}}, "actor.account"),
    "account name is empty": ({"actor": {"account": {"homePage": "https://x.org", "name": ""}}}, "actor.account.name"),
    "home page": ({"actor": {"account": {"homePage": "x", "name": "1"}}}, "actor.account.homePage"),
    "group without members": ({"actor": {"objectType": "Group"}}, "actor.member"),
    "empty group": ({"actor": {"objectType": "Group", "member": []}}, "actor.member"),
    "group in group": ({"actor": {"objectType": "Group", "member": [{"objectType": "Group", **MBOX}]}},
                       "actor.member[0].objectType"),
    "verb without id": ({"verb": {}}, "verb.id"),
    "verb id": ({"verb": {"id": "completed"}}, "verb.id"),
    "verb id with space": ({"verb": {"id": "http://x.org/a b"}}, "verb.id"),
    "display": ({"verb": {"id": "http://x.org/v", "display": {"a12345678": "x"}}}, "verb.display.a12345678"),
    "display of number": ({"verb": {"id": "http://x.org/v", "display": {"en": 1}}}, "verb.display.en"),
    "object type": ({"object": {"objectType": "activity", "id": ACTIVITY}}, "object.objectType"),
    "activity without id": ({"object": {"objectType": "Activity"}}, "object.id"),
    "definition": ({"object": {"id": ACTIVITY, "definition": "x"}}, "object.definition"),
    "interaction": (activity(interactionType="guess"), "object.definition.interactionType"),
    "choices alone": (activity(choices=[]), "object.definition.interactionType"),
    "choice twice": (activity(interactionType="choice", choices=[{"id": "a"}, {"id": "a"}]),
                     "object.definition.choices[1].id"),
    "responses": (activity(interactionType="choice", correctResponsesPattern="a"),
                  "object.definition.correctResponsesPattern"),
    "more info": (activity(moreInfo="x"), "object.definition.moreInfo"),
    "extension key": (activity(extensions={"x": 1}), "object.definition.extensions.x"),
    "reference id": ({"object": {"objectType": "StatementRef", "id": "x"}}, "object.id"),
    "sub in sub": ({"object": {**SUB, "object": SUB}}, "object.object.objectType"),
    "sub with id": ({"object": {**SUB, "id": REF["id"]}}, "object.id"),
    "sub with authority": ({"object": {**SUB, "authority": MBOX}}, "object.authority"),
    "score is a number": ({"result": {"score": 1}}, "result.score"),
    "scaled": ({"result": {"score": {"scaled": 1.01}}}, "result.score.scaled"),
    "raw above max": ({"result": {"score": {"raw": 4, "max": 3}}}, "result.score.raw"),
    "min above max": ({"result": {"score": {"min": 4, "max": 3}}}, "result.score.min"),
    "true as number": ({"result": {"score": {"raw": True}}}, "result.score.raw"),
    "success": ({"result": {"success": "true"}}, "result.success"),
    "duration": ({"result": {"duration": "P4W1D"}}, "result.duration"),
    "empty duration": ({"result": {"duration": "PT"}}, "result.duration"),
    "registration": (context(registration="x"), "context.registration"),
    "language": (context(language="a12345678"), "context.language"),
    "team is an agent": (context(team=MBOX), "context.team.objectType"),
    "kind of activities": (context(contextActivities={"child": []}), "context.contextActivities.child"),
    "context activity": (context(contextActivities={"parent": [{"id": "x"}]}),
                         "context.contextActivities.parent[0].id"),
    "platform": ({"object": REF, **context(platform="x")}, "context.platform"),
    "context statement": (context(statement={"id": REF["id"]}), "context.statement.objectType"),
    "null": (context(platform=None), "context.platform"),
    "timestamp": ({"timestamp": "yesterday"}, "timestamp"),
    "no such day": ({"timestamp": "2026-02-30T00:00:00Z"}, "timestamp"),
    "minus zero": ({"timestamp": "2026-02-20T00:00:00-00:00"}, "timestamp"),
    "authority of three": ({"authority": {"objectType": "Group", "member": [MBOX] * 3}}, "authority.member"),
    "identified authority": ({"authority": {"objectType": "Group", "member": [MBOX] * 2, **ACCOUNT}}, "authority"),
    "version": ({"version": "1.1.0"}, "version"),
    "voiding an activity": ({"verb": {"id": VOIDED}}, "object.objectType"),
    "attachments": ({"attachments": FILE}, "attachments"),
    "attachment without hash": ({"attachments": [{**FILE, "sha2": "x"}]}, "attachments[0].sha2"),
    "attachment length": ({"attachments": [{**FILE, "length": "1"}]}, "attachments[0].length"),
    "content type": ({"attachments": [{**FILE, "contentType": "text"}]}, "attachments[0].contentType"),
}  # fmt: skip


@pytest.mark.parametrize("version_2", [False, True])
@pytest.mark.parametrize("name", GOOD)
def test_accepts(name, version_2):
    check_statement(statement(**GOOD[name]), version_2=version_2)


@pytest.mark.parametrize("version_2", [False, True])
@pytest.mark.parametrize("name", BAD)
def test_refuses_and_names_the_property(name, version_2):
    changes, path = BAD[name]
    with pytest.raises(Invalid) as caught:
        check_statement(statement(**changes), version_2=version_2)
    assert caught.value.path == path


CONTEXT_AGENT = {"objectType": "contextAgent", "agent": MBOX, "relevantTypes": ["http://x.org/t"]}
CONTEXT_GROUP = {"objectType": "contextGroup", "group": {"objectType": "Group", "member": [MBOX]}}


def test_context_agents_and_groups_belong_to_version_2():
    made = statement(context={"contextAgents": [CONTEXT_AGENT], "contextGroups": [CONTEXT_GROUP]})
    check_statement(made, version_2=True)
    with pytest.raises(Invalid, match="contextAgents"):
        check_statement(made, version_2=False)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"objectType": "Agent"}, "context.contextAgents[0].objectType"),
        ({"agent": {}}, "context.contextAgents[0].agent"),
        ({"relevantTypes": []}, "context.contextAgents[0].relevantTypes"),
        ({"relevantTypes": ["x"]}, "context.contextAgents[0].relevantTypes[0]"),
    ],
)
def test_context_agents_are_checked(change, path):
    with pytest.raises(Invalid) as caught:
        check_statement(statement(context={"contextAgents": [CONTEXT_AGENT | change]}), version_2=True)
    assert caught.value.path == path


def test_version_2_needs_an_offset():
    check_statement(statement(timestamp="2026-03-05T08:30"), version_2=False)
    with pytest.raises(Invalid, match="timestamp"):
        check_statement(statement(timestamp="2026-03-05T08:30"), version_2=True)
