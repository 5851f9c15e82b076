"""The context of a statement (1.0.3 Data 2.4.6; 2.0 §4.2.2.5)."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.records.xapi.activities import check_activity
from santong.domains.platform.records.xapi.agents import check_actor, check_agent, check_group
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.values import (
    check_extensions,
    check_iri,
    check_language,
    check_text,
    check_uuid,
    known_keys,
    wrong,
)

CONTEXT = frozenset(
    {
        "registration",
        "instructor",
        "team",
        "contextActivities",
        "revision",
        "platform",
        "language",
        "statement",
        "extensions",
    }
)
CONTEXT_2 = CONTEXT | {"contextAgents", "contextGroups"}
CONTEXT_ACTIVITIES = frozenset({"parent", "grouping", "category", "other"})
REFERENCE = frozenset({"objectType", "id"})


def check_reference(value: Any, path: str) -> None:
    """A reference to another statement."""
    known_keys(value, REFERENCE, path)
    if value.get("objectType") != "StatementRef":
        wrong(f"{path}.objectType", '"StatementRef"', value.get("objectType"))
    if "id" not in value:
        raise Invalid(f"{path}.id", "is missing")
    check_uuid(value["id"], f"{path}.id")


def check_context(value: Any, path: str, *, about_activity: bool, version_2: bool) -> None:
    """`about_activity`: the statement's object is an activity, so revision and platform make sense."""
    known_keys(value, CONTEXT_2 if version_2 else CONTEXT, path)
    for name, content in value.items():
        _CHECKS[name](content, f"{path}.{name}")
    if not about_activity:
        for name in ("revision", "platform"):
            if name in value:
                raise Invalid(f"{path}.{name}", "is only allowed when the object is an activity")


def _check_activities(value: Any, path: str) -> None:
    known_keys(value, CONTEXT_ACTIVITIES, path)
    for name, content in value.items():
        if type(content) is list:
            for index, activity in enumerate(content):
                check_activity(activity, f"{path}.{name}[{index}]")
        else:
            check_activity(content, f"{path}.{name}")


def _check_context_agents(value: Any, path: str) -> None:
    _check_related(value, path, kind="contextAgent", name="agent")


def _check_context_groups(value: Any, path: str) -> None:
    _check_related(value, path, kind="contextGroup", name="group")


def _check_related(value: Any, path: str, *, kind: str, name: str) -> None:
    if type(value) is not list:
        wrong(path, f"an array of {kind} objects", value)
    for index, item in enumerate(value):
        here = f"{path}[{index}]"
        known_keys(item, frozenset({"objectType", name, "relevantTypes"}), here)
        if item.get("objectType") != kind:
            wrong(f"{here}.objectType", f'"{kind}"', item.get("objectType"))
        check = check_agent if name == "agent" else check_group
        check(item.get(name), f"{here}.{name}")
        if "relevantTypes" in item:
            _check_types(item["relevantTypes"], f"{here}.relevantTypes")


def _check_types(value: Any, path: str) -> None:
    if type(value) is not list or not value:
        wrong(path, "an array of at least one IRI", value)
    for index, kind in enumerate(value):
        check_iri(kind, f"{path}[{index}]")


_CHECKS = {
    "registration": check_uuid,
    "instructor": check_actor,
    "team": check_group,
    "contextActivities": _check_activities,
    "contextAgents": _check_context_agents,
    "contextGroups": _check_context_groups,
    "revision": check_text,
    "platform": check_text,
    "language": check_language,
    "statement": check_reference,
    "extensions": check_extensions,
}
