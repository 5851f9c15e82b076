"""What a formula is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"


@dataclass(frozen=True)
class Place:
    """Where something stands in the text; both count from 1."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Literal:
    """A number, text or truth that is written in the formula."""

    value: float | str | bool
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Name:
    """A value that the formula asks for."""

    name: str
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True)
class Call:
    """A function or an operator with what it works on; `name` as in `functions.FUNCTIONS`."""

    name: str
    arguments: tuple[Node, ...]
    place: Place = field(default=Place(), compare=False)


Node = Literal | Name | Call


def parts(node: Node) -> Iterator[Node]:
    """The node and everything below it."""
    yield node
    if isinstance(node, Call):
        for argument in node.arguments:
            yield from parts(argument)
