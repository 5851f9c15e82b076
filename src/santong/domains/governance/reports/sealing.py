"""Sealing: what is confirmed, as canonical JSON with its SHA-256; anybody can compute that again.

Canonical means: UTF-8, keys sorted by code point, no spaces, characters as they are. All figures are texts as they were
shown ("37.5"), so that no program reads one as another binary fraction. `covers` lists the seals of the reports which
one sums up: their change shows at every level above.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

FORMAT = "santong-report-1"


def canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes of which the seal is the hash; raises `TypeError` for anything but texts, whole numbers and lists."""
    _demand_plain(content)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _demand_plain(value: Any) -> None:
    if isinstance(value, Mapping):
        for name, part in value.items():
            _demand_plain(name)
            _demand_plain(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _demand_plain(part)
    elif not isinstance(value, str | bool | int):
        raise TypeError(f"{type(value).__name__} can't be sealed")


def seal_of(content: Mapping[str, Any]) -> str:
    """The seal of a content, in hexadecimal digits."""
    return sha256(canonical(content)).hexdigest()


def faults_in(export: Mapping[str, Any]) -> list[str]:
    """What doesn't hold in an export: editions whose seal is another, and seals that are covered but not there.

    An export is {"format": …, "editions": [{"seal": …, "content": …}, …]}; the first edition is the one that was asked
    for, behind it stand those that it covers. Raises `ValueError` for anything else.
    """
    editions = export.get("editions")
    if export.get("format") != FORMAT or not isinstance(editions, list) or not editions:
        raise ValueError("this is no export of a report")
    found = []
    for number, each in enumerate(editions, start=1):
        if not isinstance(each, dict) or not isinstance(each.get("content"), dict):
            raise ValueError(f"edition {number} has no content")
        if seal_of(each["content"]) != each.get("seal"):
            found.append(f"{_name(each['content'])}: the content isn't what was sealed")
    found += _missing([each["content"] for each in editions], {each.get("seal") for each in editions})
    return found


def _missing(contents: Sequence[Mapping[str, Any]], seals: set[Any]) -> Iterable[str]:
    for content in contents:
        for covered in content.get("covers", ()):
            if covered["seal"] not in seals:
                yield f"{_name(content)}: the report of {covered['place']} that it covers isn't in the file"


def _name(content: Mapping[str, Any]) -> str:
    return f"{content.get('place', '?')} {content.get('period', '?')}"
