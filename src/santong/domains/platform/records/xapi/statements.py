"""A statement as a whole (1.0.3 Data 2.4; 2.0 §4.2)."""

from __future__ import annotations

import re
from typing import Any

from santong.domains.platform.records.xapi.activities import check_activity
from santong.domains.platform.records.xapi.agents import check_actor, check_agent, check_authority, check_group
from santong.domains.platform.records.xapi.attachments import check_attachments
from santong.domains.platform.records.xapi.contexts import check_context, check_reference
from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.results import check_result
from santong.domains.platform.records.xapi.values import (
    check_iri,
    check_language_map,
    check_timestamp,
    check_uuid,
    known_keys,
    wrong,
)

VOIDED = "http://adlnet.gov/expapi/verbs/voided"
SUBSTATEMENT = frozenset({"objectType", "actor", "verb", "object", "result", "context", "timestamp", "attachments"})
STATEMENT = (SUBSTATEMENT - {"objectType"}) | {"id", "stored", "authority", "version"}
VERB = frozenset({"id", "display"})
OBJECT_TYPES = "Activity, Agent, Group, StatementRef or SubStatement"

_version_1 = re.compile(r"1\.0(?:\.\d+)?")
_version_2 = re.compile(r"(?:1|2)\.0(?:\.\d+)?")


def check_statement(value: Any, path: str = "", *, version_2: bool) -> None:
    """Refuse anything that isn't a statement of the version in use; says nothing when all is well.

    `path` is where the statement stands in the request: "" or "[3]".
    """
    known_keys(value, STATEMENT, path)
    dot = f"{path}." if path else ""
    if "id" in value:
        check_uuid(value["id"], f"{dot}id")
    _check_body(value, dot, version_2=version_2, within=False)
    if "stored" in value:
        check_timestamp(value["stored"], f"{dot}stored")
    if "authority" in value:
        check_authority(value["authority"], f"{dot}authority")
    if "version" in value:
        _check_version(value["version"], f"{dot}version", version_2)
    if value["verb"]["id"] == VOIDED and value["object"].get("objectType") != "StatementRef":
        wrong(f"{dot}object.objectType", '"StatementRef" when the verb is voided', value["object"].get("objectType"))


def _check_body(value: dict[str, Any], dot: str, *, version_2: bool, within: bool) -> None:
    """What statements and sub-statements have in common."""
    for name in ("actor", "verb", "object"):
        if name not in value:
            raise Invalid(f"{dot}{name}", "is missing")
    check_actor(value["actor"], f"{dot}actor")
    _check_verb(value["verb"], f"{dot}verb")
    about_activity = _check_object(value["object"], f"{dot}object", version_2=version_2, within=within)
    if "result" in value:
        check_result(value["result"], f"{dot}result")
    if "context" in value:
        check_context(value["context"], f"{dot}context", about_activity=about_activity, version_2=version_2)
    if "timestamp" in value:
        check_timestamp(value["timestamp"], f"{dot}timestamp", strict=version_2)
    if "attachments" in value:
        check_attachments(value["attachments"], f"{dot}attachments")


def _check_verb(value: Any, path: str) -> None:
    known_keys(value, VERB, path)
    if "id" not in value:
        raise Invalid(f"{path}.id", "is missing")
    check_iri(value["id"], f"{path}.id")
    if "display" in value:
        check_language_map(value["display"], f"{path}.display")


def _check_object(value: Any, path: str, *, version_2: bool, within: bool) -> bool:
    """Check the object by its type; whether it is an activity."""
    if type(value) is not dict:
        wrong(path, "an object", value)
    kind = value.get("objectType", "Activity")
    if kind == "Activity":
        check_activity(value, path)
        return True
    if kind == "SubStatement" and not within:
        known_keys(value, SUBSTATEMENT, path)
        _check_body(value, f"{path}.", version_2=version_2, within=True)
    elif kind == "StatementRef":
        check_reference(value, path)
    elif kind == "Agent":
        check_agent(value, path)
    elif kind == "Group":
        check_group(value, path)
    else:
        wrong(f"{path}.objectType", OBJECT_TYPES if not within else "anything but SubStatement here", kind)
    return False


def _check_version(value: Any, path: str, version_2: bool) -> None:
    allowed = _version_2 if version_2 else _version_1
    if type(value) is not str or not allowed.fullmatch(value):
        wrong(path, "1.0.x or 2.0.x" if version_2 else "1.0.x", value)
