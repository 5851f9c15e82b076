"""Places as materialised paths: four characters (digits, capital letters) for each level of the tree."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

LEVEL = 4
"""Characters of a path for each level."""
NOTHING = Q(pk__in=[])
"""The condition that no row fulfils."""


def below(field: str, path: str) -> Q:
    """Rows whose path is `path` or under it, as a range that an index serves.

    Paths consist of digits and capital letters, all of which sort before "~".
    """
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + "~"})


def below_any(field: str, paths: Iterable[str]) -> Q:
    """Rows at or under any of some places; none where there is no place."""
    found = NOTHING
    for path in paths:
        found |= below(field, path)
    return found


def ancestor_paths(path: str) -> list[str]:
    """The paths from the root down to `path`, itself included."""
    return [path[:end] for end in range(LEVEL, len(path) + 1, LEVEL)]


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that have no other of the paths above them, in tree order."""
    kept: list[str] = []
    for path in sorted(paths):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
