"""What an attack gained, from the facts before and after it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

Facts = dict[str, list[Any]]
SCHOOLS = frozenset(
    {"pupil-mine", "victim-principal", "victim-deputy", "victim-it", "victim-teacher", "victim-parent", "victim-both",
     "victim-pupil"}
)  # fmt: skip
RULED = MappingProxyType({"county_officer": SCHOOLS, "bureau_officer": SCHOOLS})
"""Accounts that a role may change: all their roles are given by it, and they are at home below it."""
IN_SCHOOLS = frozenset({"principal", "school_it", "teaching_affairs", "class_teacher", "subject_teacher"})
GIVEN = MappingProxyType(
    {
        "county_officer": IN_SCHOOLS,
        "bureau_officer": IN_SCHOOLS,
        "school_it": frozenset({"class_teacher", "subject_teacher"}),
    }
)
"""Roles that a role gives within its place, so also to oneself."""


def gained(before: Facts, after: Facts, role: str) -> list[str]:
    """What somebody of a role came into: whose account changed, or who holds what they didn't.

    That a school ends what is its own to end is no gain, nor is what a role is there to give and to change.
    """
    return [
        f"{name}: {was} → {now}"
        for name in before
        if name not in RULED.get(role, ())
        for was, now in zip(before[name], after[name], strict=True)
        if was != now and not _is_own(was, now, GIVEN.get(role, frozenset()) if name == f"attacker-{role}" else ())
    ]


def _is_own(was: Any, now: Any, given: Any) -> bool:
    """Whether rows only went, or are roles that the attacker gives."""
    are_rows = isinstance(now, list) and all(isinstance(row, list) for row in now)
    return are_rows and all(row in was or (len(row) > 1 and row[0] in given) for row in now)
