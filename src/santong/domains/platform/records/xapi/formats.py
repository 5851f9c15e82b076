"""The formats `ids` and `canonical` of a statement query (1.0.3 Communication 2.1.3; 2.0 §4.1.6.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from santong.domains.platform.records.xapi.agents import IDENTIFIERS

Change = Callable[[dict[str, Any]], dict[str, Any]]


def ids(statement: dict[str, Any]) -> dict[str, Any]:
    """Agents, activities and verbs reduced to what identifies them."""
    return _rewritten(statement, agent=_agent_id, activity=_activity_id, verb=lambda verb: {"id": verb["id"]})


def canonical(
    statement: dict[str, Any], definitions: Mapping[str, dict[str, Any]], languages: list[str]
) -> dict[str, Any]:
    """Activities as the platform knows them, and each text in one language.

    `definitions` maps an activity's id to its definition; `languages` are the reader's, best first.
    """

    def activity(given: dict[str, Any]) -> dict[str, Any]:
        definition = definitions.get(given["id"], given.get("definition"))
        if definition is None:
            return given
        return {**given, "definition": in_one_language(definition, languages)}

    def verb(given: dict[str, Any]) -> dict[str, Any]:
        return in_one_language(given, languages)

    found = _rewritten(statement, agent=lambda agent: agent, activity=activity, verb=verb)
    if "attachments" in found:
        found["attachments"] = [in_one_language(item, languages) for item in found["attachments"]]
    return found


def in_one_language(value: dict[str, Any], languages: list[str]) -> dict[str, Any]:
    """Every language map directly in `value` (and in its interaction components) cut to one entry."""
    found = dict(value)
    for name in ("name", "description", "display"):
        if isinstance(found.get(name), dict):
            found[name] = _best(found[name], languages)
    for name in ("choices", "scale", "source", "target", "steps"):
        if name in found:
            found[name] = [in_one_language(component, languages) for component in found[name]]
    return found


def _best(texts: dict[str, str], languages: list[str]) -> dict[str, str]:
    if len(texts) <= 1:
        return texts
    by_tag = {tag.lower(): tag for tag in texts}
    for language in languages:
        wanted = language.lower()
        if wanted in by_tag:
            return {by_tag[wanted]: texts[by_tag[wanted]]}
        for tag, original in by_tag.items():
            if tag.split("-")[0] == wanted.split("-")[0]:
                return {original: texts[original]}
    first = next(iter(texts))
    return {first: texts[first]}


def accepted_languages(header: str) -> list[str]:
    """The language tags of an Accept-Language header, best first."""
    weighted = []
    for place, item in enumerate(header[:1000].split(",")):
        tag, _, weight = item.strip().partition(";q=")
        if tag and tag != "*":
            weighted.append((-_weight(weight), place, tag.strip()))
    return [tag for _, _, tag in sorted(weighted)]


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _rewritten(statement: dict[str, Any], *, agent: Change, activity: Change, verb: Change) -> dict[str, Any]:
    found = dict(statement)
    found["actor"] = agent(statement["actor"])
    found["verb"] = verb(statement["verb"])
    found["object"] = _object(statement["object"], agent=agent, activity=activity, verb=verb)
    if "context" in statement:
        found["context"] = _context(statement["context"], agent, activity)
    if "authority" in statement:
        found["authority"] = agent(statement["authority"])
    return found


def _object(target: dict[str, Any], *, agent: Change, activity: Change, verb: Change) -> dict[str, Any]:
    kind = target.get("objectType", "Activity")
    if kind == "Activity":
        return activity(target)
    if kind in ("Agent", "Group"):
        return agent(target)
    if kind == "SubStatement":
        return _rewritten(target, agent=agent, activity=activity, verb=verb)
    return target


def _context(context: dict[str, Any], agent: Change, activity: Change) -> dict[str, Any]:
    found = dict(context)
    for name in ("instructor", "team"):
        if name in found:
            found[name] = agent(found[name])
    for name, key in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in found:
            found[name] = [{**item, key: agent(item[key])} for item in found[name]]
    if "contextActivities" in found:
        found["contextActivities"] = {
            kind: [activity(item) for item in items] for kind, items in found["contextActivities"].items()
        }
    return found


def _agent_id(agent: dict[str, Any]) -> dict[str, Any]:
    identified = IDENTIFIERS & agent.keys()
    kept = {name: agent[name] for name in agent if name == "objectType" or name in identified}
    if not identified and "member" in agent:
        kept["member"] = [_agent_id(member) for member in agent["member"]]
    return kept


def _activity_id(activity: dict[str, Any]) -> dict[str, Any]:
    return {"id": activity["id"]}
