"""What modules contribute: who collects credits where, for whom others speak, and courses that they know of already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from santong.domains.platform.credits.engine import Fact
from santong.kit.access import Viewer
from santong.kit.registry import Declared, Label, Named, registry


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody who collects credits: where they stand (`place` is the key of their class or school), since when."""

    person: int
    path: str
    place: int
    since: date


@dataclass(frozen=True)
class Holders(Declared):
    """Who collects credits of a kind: `find(paths)` gives them at places and below.

    `dependants(viewer)` gives the keys of those for whom a viewer speaks, their children.
    """

    kind: str
    find: Callable[[Sequence[str]], Iterable[Entrant]]
    dependants: Callable[[Viewer], QuerySet] | None = None


@dataclass(frozen=True)
class CreditSource(Named):
    """Courses taken that a module knows of, so that nobody enters them: `find(people)` gives them by person.

    They are read anew for every computation. `address(key)` leads to what a fact's key names, "" to nothing.
    """

    name: str
    label: Label
    find: Callable[[Sequence[int]], Iterable[tuple[int, Fact]]]
    address: Callable[[str], str] = lambda key: ""


def holders_of(kind: str) -> list[Holders]:
    """The declarations of a kind."""
    return [each for each in registry.of(Holders) if each.kind == kind]
