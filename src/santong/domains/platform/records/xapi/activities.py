"""Activities and their definitions (1.0.3 Data 2.4.4.1; 2.0 §4.2.2.3)."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.values import (
    check_extensions,
    check_iri,
    check_language_map,
    check_text,
    known_keys,
    wrong,
)

ACTIVITY = frozenset({"objectType", "id", "definition"})
COMPONENTS = frozenset({"choices", "scale", "source", "target", "steps"})
INTERACTION = COMPONENTS | {"interactionType", "correctResponsesPattern"}
DEFINITION = frozenset({"name", "description", "type", "moreInfo", "extensions"}) | INTERACTION
COMPONENT = frozenset({"id", "description"})
INTERACTION_TYPES = frozenset(
    {
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
    }
)


def check_activity(value: Any, path: str) -> None:
    known_keys(value, ACTIVITY, path)
    if value.get("objectType", "Activity") != "Activity":
        wrong(f"{path}.objectType", '"Activity"', value["objectType"])
    if "id" not in value:
        raise Invalid(f"{path}.id", "is missing")
    check_iri(value["id"], f"{path}.id")
    if "definition" in value:
        check_definition(value["definition"], f"{path}.definition")


def check_definition(value: Any, path: str) -> None:
    known_keys(value, DEFINITION, path)
    for name in ("name", "description"):
        if name in value:
            check_language_map(value[name], f"{path}.{name}")
    for name in ("type", "moreInfo"):
        if name in value:
            check_iri(value[name], f"{path}.{name}")
    if "extensions" in value:
        check_extensions(value["extensions"], f"{path}.extensions")
    if not INTERACTION.isdisjoint(value):
        _check_interaction(value, path)


def _check_interaction(value: dict[str, Any], path: str) -> None:
    kind = value.get("interactionType")
    if type(kind) is not str or kind not in INTERACTION_TYPES:
        wrong(f"{path}.interactionType", f"one of {', '.join(sorted(INTERACTION_TYPES))}", kind)
    if "correctResponsesPattern" in value:
        _check_responses(value["correctResponsesPattern"], f"{path}.correctResponsesPattern")
    for name in COMPONENTS & value.keys():
        _check_components(value[name], f"{path}.{name}")


def _check_responses(value: Any, path: str) -> None:
    if type(value) is not list:
        wrong(path, "an array of strings", value)
    for index, response in enumerate(value):
        check_text(response, f"{path}[{index}]")


def _check_components(value: Any, path: str) -> None:
    if type(value) is not list:
        wrong(path, "an array of interaction components", value)
    seen = set()
    for index, component in enumerate(value):
        here = f"{path}[{index}]"
        known_keys(component, COMPONENT, here)
        check_text(component.get("id"), f"{here}.id")
        if component["id"] in seen:
            raise Invalid(f"{here}.id", f"{component['id'][:60]!r} appears twice")
        seen.add(component["id"])
        if "description" in component:
            check_language_map(component["description"], f"{here}.description")


def merged(known: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The definition that results when `given` arrives for an activity with the definition `known`.

    Texts are merged language by language and extensions key by key; other properties are replaced.
    """
    result = {**known, **given}
    for name in ("name", "description", "extensions"):
        if name in known and name in given:
            result[name] = {**known[name], **given[name]}
    return result
