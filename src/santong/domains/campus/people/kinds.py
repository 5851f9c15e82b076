"""What somebody can be asked to be taken on as; the modules of pupils and of staff declare it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from santong.domains.platform.identity.public import Person
from santong.kit.imports.written import Undone, Written
from santong.kit.registry import Label, Named, registry

if TYPE_CHECKING:
    from santong.domains.campus.people.models import Adoption

Deciders = Callable[[Sequence[Person], str], Mapping[int, str]]


def at_home(people: Sequence[Person], school_path: str) -> dict[int, str]:
    """Those decide who keep the person's record."""
    return {person.pk: person.path for person in people}


def nobody_else(people: Sequence[Person], school_path: str) -> dict[int, str]:
    """Only the people themselves decide."""
    return {}


@dataclass(frozen=True)
class AdoptionKind(Named):
    """One capacity, as which a school asks for a person who is known elsewhere.

    `permission` is what the school needs to ask. `take` writes what was asked for, once it is
    confirmed, and answers what `undo` needs; it raises `NotPossible` when it can't be any more.
    `deciders` gives by person the path at which others may confirm.
    """

    name: str
    label: Label
    permission: str
    take: Callable[[Adoption, dict[str, Any]], list[Written]]
    undo: Callable[[Sequence[Written]], Undone]
    deciders: Deciders = at_home
    by_themselves: bool = True


def kind_named(name: str) -> AdoptionKind:
    """The kind with a name; an unknown one is a programming error."""
    return registry.by_name(AdoptionKind)[name]
