"""What modules say about an audience: who gets nothing although others think so, and how many reach each child."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from santong.kit.access import Viewer
from santong.kit.registry import Declared, Label

MOST_TILES = 60
"""Children shown one by one: a class. Of a whole school nobody would look at each."""

NAMED = 3
"""Children without anybody who are named, each with the way to mend it."""


@dataclass(frozen=True)
class Missing:
    """People whom a notice doesn't reach, or not as one thinks: why, how many, where that is mended ("" nowhere)."""

    why: Label
    number: int
    address: str = ""
    is_missing: bool = True


@dataclass(frozen=True)
class Unreached(Declared):
    """Who gets nothing although others think so: a pupil without a guardian, when parents are told.

    `find(viewer, paths)` answers for those who hold `role` at places or below them. What is `by_child` isn't asked
    where each child has a tile that says it.
    """

    role: str
    find: Callable[[Viewer, list[str]], Iterable[Missing]]
    by_child: bool = False
    order: int = 100


@dataclass(frozen=True)
class Child:
    """A child whose family is told: how many of it get the notice, and the child's page ("" for none)."""

    name: str
    recipients: int
    address: str = ""


@dataclass(frozen=True)
class ChildrenReached(Declared):
    """The children whose families a notice goes to, in the order of their class.

    `find(viewer, paths, most)` answers with one more than `most` when there are too many to show.
    """

    find: Callable[[Viewer, list[str], int], list[Child]]
    order: int = 100


@dataclass(frozen=True)
class ChildrenOf(Declared):
    """For which children parents speak: `pairs(paths)` gives (guardian's key, child's key, child's path) at places."""

    pairs: Callable[[list[str]], Iterable[tuple[int, int, str]]]


@dataclass(frozen=True)
class Children:
    """The children of an audience, one tile each."""

    tiles: list[Child]

    def __iter__(self) -> Iterator[Child]:
        return iter(self.tiles)

    @property
    def by_recipients(self) -> dict[str, int]:
        """How many have two or more recipients, one, none."""
        numbers = [min(child.recipients, 2) for child in self.tiles]
        return {"two": numbers.count(2), "one": numbers.count(1), "none": numbers.count(0)}

    @property
    def without(self) -> list[Child]:
        """The first children at whose home nobody gets it."""
        return [child for child in self.tiles if not child.recipients][:NAMED]

    @property
    def more_without(self) -> int:
        """How many further ones there are."""
        return max(self.by_recipients["none"] - NAMED, 0)
