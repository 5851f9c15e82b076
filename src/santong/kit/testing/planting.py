"""What a module says of its objects to the guard that looks for leaks: a `PLANTING` in its `tests/leaks.py`.

The guard puts one object of every scoped kind at each of four schools, by filling its fields in a general way, and asks
every address for it as everybody. A module needs a `PLANTING` only for what the general way can't know: kinds that
refer to more than people and places, and kinds whose row rule isn't simply "holders of the permission".

Objects have the same key in every table: `FIRST` at the first school, `FIRST + 1` at the second …; the second object
of a kind at a place is `STEP` further. The keys are large, because rows that modules ship come with keys of their own,
ever higher ones on PostgreSQL, whose sequences go on when a test empties the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from santong.kit.access.roles import roles_by_name, roles_with

SCHOOLS = ("east1", "east2", "west1", "west2")
FIRST = 1_000_000
STEP = 1000

EVERYBODY = frozenset({"*"})
"""Whoever is signed in."""

MEMBERS = frozenset({"members"})
"""Whoever belongs to the school: those who serve, learn or have a child there."""

COLLEAGUES = frozenset({"colleagues"})
"""With roles: those who hold one of them anywhere in the school, as teachers hold theirs at classes."""

NOBODY_ELSE: frozenset[str] = frozenset()
"""Only those whom it is about."""


class World(Protocol):
    """What is planted so far: places and rows by name and by (model, school)."""

    organisations: dict[str, Any]
    places: dict[str, tuple[str, ...]]
    rows: dict[tuple[str, int], Any]
    planted: dict[tuple[str, str], Any]

    def person(
        self, key: int, what: str, place: str, about: frozenset[int], *, keeper: str = "", also: str = ""
    ) -> Any:
        """Somebody whose name is marked; `also` names a second place where they may be known."""
        ...


How = Callable[[World, int], Mapping[str, Any]]
"""Values of fields, for the school with a number."""
Roles = Callable[[], frozenset[str]]


@dataclass(frozen=True)
class Planting:
    """Of the kinds of a module, by label ("clubs.Member"), what the general way can't know.

    `how` gives values of fields, `second` those of another one at each place, `also` a second place that may know the
    object. Kinds `of_class` stand at the class and are about its pupil and their guardian; of `shared` ones there is
    one for all. `unmarked` kinds have no text of their own that only some may see, `left_out` ones belong to no place,
    both with the reason. `seen_by` promises to whom a kind shows; `published` kinds belong to somebody but are shown to
    whom they are made for. `words` gives values for the words in addresses. `told_at` says of an address the kind
    that it tells to everybody who may open it, wherever the object is. `after` adds what no row is without.
    """

    how: Mapping[str, How] = field(default_factory=dict)
    second: Mapping[str, How] = field(default_factory=dict)
    also: Mapping[str, Callable[[int], str]] = field(default_factory=dict)
    of_class: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    unmarked: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    seen_by: Mapping[str, Roles] = field(default_factory=dict)
    published: frozenset[str] = frozenset()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    told_at: Mapping[str, str] = field(default_factory=dict)
    after: Callable[[World, int], None] | None = None


def holders(*permissions: str) -> frozenset[str]:
    """The roles that hold one of these permissions."""
    return frozenset(role for name in permissions for role in roles_with(name))


def staff() -> frozenset[str]:
    """Everybody who serves somewhere."""
    return frozenset(role.name for role in roles_by_name().values() if role.category == "staff")
