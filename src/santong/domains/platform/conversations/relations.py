"""Who may write to whom: relations that modules declare. Nobody is reached who stands in none of them.

    MODULE = Module(…, declares=(
        ContactsFrom("family", _("Families and teachers"), find=family_contacts),
        RoleGroup("class_parents", _("Parents"), roles=("class_teacher", "parent"), leads=("class_teacher",), kinds=…),
    ))

A relation is asked every time somebody writes, so that it ends with what it rests on: a child that changes class,
a teacher who leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from santong.kit.access import Viewer
from santong.kit.access.roles import roles_by_name
from santong.kit.registry import Label, Named, registry

STAFF, PUPIL, PARENT = "staff", "pupil", "parent"
"""In which capacity somebody takes part: the categories of roles."""


@dataclass(frozen=True)
class Wanted:
    """Which contacts are asked for: `only` these people (None: any), whose name holds `text`, at most `most`."""

    only: frozenset[int] | None = None
    text: str = ""
    most: int = 60


@dataclass(frozen=True)
class Contact:
    """Somebody to whom the asker may write, now.

    `category` is the capacity in which they are written to, `place` and `path` the organisation at which the relation
    stands: its settings hold, its moderators decide. `note` says who they are to the asker ("Class teacher · Class 1").
    """

    person: int
    name: str
    category: str
    place: int
    path: str
    note: str = ""


@dataclass(frozen=True)
class ContactsFrom(Named):
    """A relation between two people by which they may write to each other alone.

    `find(viewer, wanted)` answers for a viewer in their present capacity; it must hold both ways: whoever is found
    finds the viewer. `may_block` lets each of them end it for themselves. `with_minors` marks relations of adults with
    pupils: class teacher and guardians see that such a conversation is there.
    """

    name: str
    label: Label
    find: Callable[[Viewer, Wanted], Iterable[Contact]]
    may_block: bool = False
    with_minors: bool = False
    order: int = 100


def _no_notes(place: int, people: Collection[int]) -> Mapping[int, str]:
    return {}


@dataclass(frozen=True)
class RoleGroup(Named):
    """A group at every place of some kinds, of those who hold certain roles at just that place.

    It follows the roster by itself: whoever gets or loses the role is in or out at the next request. Who holds one of
    `leads` leads it. `notes(place, people)` says who people are there ("Mother of Li"). `kinds` are kinds of
    organisations.
    """

    name: str
    label: Label
    roles: tuple[str, ...]
    leads: tuple[str, ...]
    kinds: tuple[str, ...]
    notes: Callable[[int, Collection[int]], Mapping[int, str]] = field(default=_no_notes)
    order: int = 100

    def faults(self) -> Iterator[str]:
        """A role that nobody declares, or a leader who isn't in it."""
        for role in (*self.roles, *self.leads):
            if role not in roles_by_name():
                yield f"group {self.name!r} names the unknown role {role!r}"
        if not set(self.leads) <= set(self.roles):
            yield f"group {self.name!r} is led by somebody who isn't in it"


def sources() -> Mapping[str, ContactsFrom]:
    """All relations by name."""
    return registry.by_name(ContactsFrom)


def groups() -> Mapping[str, RoleGroup]:
    """All groups that follow from roles, by name."""
    return registry.by_name(RoleGroup)


def contacts(viewer: Viewer, wanted: Wanted) -> dict[str, list[Contact]]:
    """To whom a viewer may write, by the name of the relation."""
    if viewer.person_id is None:
        return {}
    found = {name: list(source.find(viewer, wanted)) for name, source in sources().items()}
    return {name: some for name, some in found.items() if some}


def contact(viewer: Viewer, relation: str, person: int) -> Contact | None:
    """Somebody to whom the viewer may write by a relation; None when they may not, or no longer."""
    source = sources().get(relation)
    if source is None or viewer.person_id is None or viewer.person_id == person:
        return None
    return next(iter(source.find(viewer, Wanted(only=frozenset({person})))), None)
