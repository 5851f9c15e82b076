"""Whether two statements say the same (1.0.3 Data 2.3.1.1: statement comparison)."""

from __future__ import annotations

import re
from typing import Any

from santong.domains.platform.records.xapi.attachments import SIGNATURE
from santong.domains.platform.records.xapi.values import read_timestamp

ADDED = frozenset({"id", "stored", "authority", "version"})
"""What the platform adds or may change; not part of what was said."""


def same(stored: dict[str, Any], given: dict[str, Any]) -> bool:
    """Whether `given`, which arrives with the id of `stored`, is the same statement sent again."""
    left, right = _meaning(stored), _meaning(given)
    if "timestamp" not in given:
        left.pop("timestamp", None)
    return left == right


def same_before_signing(statement: dict[str, Any], signed: dict[str, Any]) -> bool:
    """Whether `signed`, the payload of a signature, is the statement before the signature was attached."""
    attachments = [a for a in statement.get("attachments", ()) if a["usageType"] != SIGNATURE]
    without = {k: v for k, v in statement.items() if k != "attachments"}
    if attachments:
        without["attachments"] = attachments
    if "timestamp" not in signed:
        without.pop("timestamp", None)
    same_id = str(signed.get("id", statement["id"])).lower() == statement["id"]
    return same_id and _meaning(without) == _meaning(signed)


_beyond_hundredths = re.compile(r"([.,]\d\d)\d+S$")


def _meaning(statement: dict[str, Any]) -> dict[str, Any]:
    found = {key: value for key, value in statement.items() if key not in ADDED}
    if "timestamp" in found:
        found["timestamp"] = read_timestamp(found["timestamp"], "timestamp")
    if "duration" in found.get("result", ()):
        # Durations are compared to a hundredth of a second, cut off and not rounded (2.0 §4.2.7).
        duration = _beyond_hundredths.sub(r"\1S", found["result"]["duration"])
        found["result"] = {**found["result"], "duration": duration}
    if "context" in found:
        found["context"] = _arrays(found["context"])
    if found["object"].get("objectType") == "SubStatement":
        found["object"] = _meaning(found["object"])
    return found


def _arrays(context: dict[str, Any]) -> dict[str, Any]:
    """The context with each kind of context activities as an array."""
    if "contextActivities" not in context:
        return context
    kinds = {k: v if isinstance(v, list) else [v] for k, v in context["contextActivities"].items()}
    return {**context, "contextActivities": kinds}


def with_arrays(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement as it is kept: a single context activity becomes an array of one (Data 2.4.6.2)."""
    found = statement
    if "contextActivities" in statement.get("context", ()):
        found = {**found, "context": _arrays(statement["context"])}
    inner = statement["object"]
    if inner.get("objectType") == "SubStatement" and "contextActivities" in inner.get("context", ()):
        found = {**found, "object": {**inner, "context": _arrays(inner["context"])}}
    return found
