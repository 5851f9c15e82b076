"""What a statement is found by: the lists that it is entered in.

A *list* is a 64-bit number that stands for one verb, agent, activity, registration or provider.
It is computed from the name itself (BLAKE2b), so that no table of names has to be asked or locked
while statements are stored. The lowest bit is set for entries that only a query with
`related_agents` or `related_activities` looks at. With 10 million names the chance that a given
one shares its number with any other is 1 in 10¹².
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from santong.domains.platform.records.xapi.agents import everyone_in, identifier

AGENT, ACTIVITY, VERB, REGISTRATION, PROVIDER = "agent", "activity", "verb", "registration", "provider"


@lru_cache(maxsize=65_536)
def list_of(kind: str, name: str) -> int:
    """The list of direct entries; add 1 for the list of related ones."""
    digest = blake2b(f"{kind}\x1f{name}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True) & ~1


def agent_list(agent: dict[str, Any]) -> int:
    """The list of an agent or identified group."""
    return list_of(AGENT, identifier(agent))


def registration_list(registration: str) -> int:
    """Registrations are compared as UUIDs, whatever case they are written in."""
    return list_of(REGISTRATION, str(uuid.UUID(registration)))


def lists_of_statement(statement: dict[str, Any]) -> set[int]:
    """All lists that a statement belongs to by its own content (not by what it refers to)."""
    found = {list_of(VERB, statement["verb"]["id"])}
    _add_agents(found, _direct_agents(statement), 0)
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        found.add(list_of(ACTIVITY, target["id"]))
    if "context" in statement:
        _add_context(found, statement["context"])
    if "authority" in statement:
        _add_agents(found, [statement["authority"]], 1)
    if kind == "SubStatement":
        _add_substatement(found, target)
    return found


def _direct_agents(statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield statement["actor"]
    if statement["object"].get("objectType") in ("Agent", "Group"):
        yield statement["object"]


def _add_agents(found: set[int], agents: Iterable[dict[str, Any]], related: int) -> None:
    for agent in agents:
        for one in everyone_in(agent):
            name = identifier(one)
            if name:
                found.add(list_of(AGENT, name) + related)


def _add_context(found: set[int], context: dict[str, Any]) -> None:
    if "registration" in context:
        found.add(registration_list(context["registration"]))
    _add_agents(found, _context_agents(context), 1)
    for activity in context_activities(context):
        found.add(list_of(ACTIVITY, activity["id"]) + 1)


def _context_agents(context: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("instructor", "team"):
        if name in context:
            yield context[name]
    for item in context.get("contextAgents", ()):
        yield item["agent"]
    for item in context.get("contextGroups", ()):
        yield item["group"]


def context_activities(context: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All activities named in a context."""
    for content in context.get("contextActivities", {}).values():
        yield from content if isinstance(content, list) else (content,)


def _add_substatement(found: set[int], inner: dict[str, Any]) -> None:
    _add_agents(found, _direct_agents(inner), 1)
    if inner["object"].get("objectType", "Activity") == "Activity":
        found.add(list_of(ACTIVITY, inner["object"]["id"]) + 1)
    if "context" in inner:
        _add_agents(found, _context_agents(inner["context"]), 1)
        for activity in context_activities(inner["context"]):
            found.add(list_of(ACTIVITY, activity["id"]) + 1)


def activities_in(statement: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All activities of a statement and of the statement inside it."""
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        yield target
    elif kind == "SubStatement":
        yield from activities_in(target)
    if "context" in statement:
        yield from context_activities(statement["context"])


def agents_in(statement: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All agents of a statement with their paths, except its authority."""
    yield from _with_members(statement["actor"], "actor")
    target = statement["object"]
    kind = target.get("objectType", "Activity")
    if kind in ("Agent", "Group"):
        yield from _with_members(target, "object")
    elif kind == "SubStatement":
        for path, agent in agents_in(target):
            yield f"object.{path}", agent
    if "context" in statement:
        yield from _agents_in_context(statement["context"])


def _agents_in_context(context: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in ("instructor", "team"):
        if name in context:
            yield from _with_members(context[name], f"context.{name}")
    for name, key in (("contextAgents", "agent"), ("contextGroups", "group")):
        for index, item in enumerate(context.get(name, ())):
            yield from _with_members(item[key], f"context.{name}[{index}].{key}")


def _with_members(agent: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield path, agent
    for index, member in enumerate(agent.get("member", ())):
        yield f"{path}.member[{index}]", member
