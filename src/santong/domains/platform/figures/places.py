"""The places that figures are read of: as they are now, with what was merged into them."""

from __future__ import annotations

from collections.abc import Mapping

from santong.domains.platform.organisations.public import Organisation
from santong.kit.access import LEVEL, below

Kind = Organisation.Kind
INSIDE_SCHOOLS = (Kind.GRADE, Kind.CLASS, Kind.RESEARCH_GROUP)


def present_paths(place: Organisation) -> dict[int, str]:
    """Where the places at and below one stand today, by key, and those that were merged into them, as these."""
    rows = Organisation.with_removed.open_to_everyone().exclude(kind__in=INSIDE_SCHOOLS)
    found = dict(rows.filter(below("path", place.path)).values_list("pk", "path"))
    merged = rows.exclude(merged_into=None).values_list("pk", "merged_into")
    successors = {key: into for key, into in merged if into is not None}
    for key in successors:
        last = _last_of(key, successors)
        if last in found:
            found[key] = found[last]
        else:
            found.pop(key, None)
    return found


def _last_of(key: int, successors: Mapping[int, int]) -> int:
    """What a place was merged into, and that into something else, and so on."""
    seen = {key}
    while key in successors and successors[key] not in seen:
        key = successors[key]
        seen.add(key)
    return key


def child_of(place: Organisation, path: str) -> str:
    """The path of the place right below one, at or above another."""
    return path[: len(place.path) + LEVEL]


def named(keys: Mapping[str, int]) -> dict[str, Organisation]:
    """The places of some keys, by what the keys are known by."""
    rows = Organisation.with_removed.open_to_everyone().in_bulk(list(keys.values()))
    return {name: rows[key] for name, key in keys.items() if key in rows}


def at_paths(paths: set[str]) -> dict[str, Organisation]:
    """The places that stand at some paths today."""
    rows = Organisation.with_removed.open_to_everyone().filter(path__in=paths)
    return {row.path: row for row in rows}
