"""Strict JSON: UTF-8, no duplicate keys, no NaN, no lone surrogates, no endless nesting."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from santong.domains.platform.records.xapi.problems import Invalid

MAX_DEPTH = 40
"""Levels of objects and arrays in one statement. The schema itself needs 10; the rest is for extensions."""

_surrogate_escape = re.compile(r"\\u[dD][89a-fA-F]")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Invalid(twice[:80], "this key appears twice in one object")
    return found


def _number(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise Invalid("", f"the number {text[:40]} is too large")
    return number


def _constant(name: str) -> Any:
    raise Invalid("", f"{name} is not JSON")


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_constant=_constant)


def read_json(content: bytes | str, path: str = "") -> Any:
    """The value of a JSON text; `Invalid` says at which line and column it breaks off.

    `path` is prefixed to problems: the name of the parameter that the text came in.
    """
    text = decode(content, path) if isinstance(content, bytes) else content
    try:
        value = _decoder.decode(text)
    except json.JSONDecodeError as error:
        raise Invalid(path, f"not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise Invalid(path, f"objects and arrays nested more than {MAX_DEPTH} deep") from None
    except Invalid:
        raise
    except ValueError as error:
        # Python refuses integers of more than 4,300 digits.
        raise Invalid(path, str(error)) from None
    if _surrogate_escape.search(text):
        _refuse_lone_surrogates(value, path)
    return value


def decode(content: bytes, path: str = "") -> str:
    """UTF-8 bytes as text."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(path, f"not valid UTF-8 at byte {error.start}") from None


def _refuse_lone_surrogates(value: Any, path: str) -> None:
    try:
        write_json(value).encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid(path, "contains half of a surrogate pair (\\ud800–\\udfff)") from None
    except RecursionError:
        raise Invalid(path, f"objects and arrays nested more than {MAX_DEPTH} deep") from None


def refuse_deep(value: Any, path: str, depth: int = MAX_DEPTH) -> None:
    """Refuse a value with more than `depth` levels of objects and arrays."""
    if not isinstance(value, dict | list):
        return
    if depth == 0:
        raise Invalid(path, f"objects and arrays nested more than {MAX_DEPTH} deep")
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            refuse_deep(item, path, depth - 1)


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def write_json(value: Any) -> str:
    """The shortest JSON text of a value, in plain UTF-8 characters."""
    return _encoder.encode(value)
