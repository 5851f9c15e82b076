"""Reads about credits."""

from __future__ import annotations

from collections.abc import Sequence

from santong.domains.platform.credits.computing import entrant_of
from santong.domains.platform.credits.models import Standing, today
from santong.domains.platform.credits.reading import in_force


def courses_for(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """The courses of the schemes that hold for people in hand, by code, named with their category."""
    found: dict[str, str] = {}
    seen: set[int] = set()
    force = in_force({each.path for each in standings}, sorted({each.kind for each in standings}))
    for row in standings:
        version = force.version_for(row.kind, entrant_of(row), today())
        if version is not None and version.pk not in seen:
            seen.add(version.pk)
            for course in force.rules_of(version).courses:
                found.setdefault(course.code, f"{course.name} · {course.category}")
    return sorted(found.items(), key=lambda each: each[1])
