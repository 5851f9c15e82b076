"""Results and scores (1.0.3 Data 2.4.5; 2.0 §4.2.2.4)."""

from __future__ import annotations

from typing import Any

from santong.domains.platform.records.xapi.problems import Invalid
from santong.domains.platform.records.xapi.values import (
    check_boolean,
    check_duration,
    check_extensions,
    check_number,
    check_text,
    known_keys,
    wrong,
)

RESULT = frozenset({"score", "success", "completion", "response", "duration", "extensions"})
SCORE = frozenset({"scaled", "raw", "min", "max"})


def check_result(value: Any, path: str) -> None:
    known_keys(value, RESULT, path)
    for name, content in value.items():
        _CHECKS[name](content, f"{path}.{name}")


def check_score(value: Any, path: str) -> None:
    known_keys(value, SCORE, path)
    for name, number in value.items():
        check_number(number, f"{path}.{name}")
    if "scaled" in value and not -1 <= value["scaled"] <= 1:
        wrong(f"{path}.scaled", "between -1 and 1", value["scaled"])
    _check_range(value, path)


def _check_range(value: dict[str, Any], path: str) -> None:
    low, high, raw = value.get("min"), value.get("max"), value.get("raw")
    if low is not None and high is not None and low >= high:
        raise Invalid(f"{path}.min", f"{low} is not below max, {high}")
    if raw is not None and low is not None and raw < low:
        raise Invalid(f"{path}.raw", f"{raw} is below min, {low}")
    if raw is not None and high is not None and raw > high:
        raise Invalid(f"{path}.raw", f"{raw} is above max, {high}")


_CHECKS = {
    "score": check_score,
    "success": check_boolean,
    "completion": check_boolean,
    "response": check_text,
    "duration": check_duration,
    "extensions": check_extensions,
}
