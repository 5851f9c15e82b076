"""Who may take a step with a row: holders of a permission at its place, people it names, joined by `|`, `&`, `~`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from santong.kit.access import Viewer


@dataclass(frozen=True)
class Who:
    """A rule about a viewer and a row. Subclasses answer `allows`."""

    def allows(self, viewer: Viewer, row: Any) -> bool:
        """Whether the viewer is one of them, for this row."""
        raise NotImplementedError

    @property
    def permissions(self) -> Iterator[str]:
        """The permissions that the rule names, for the start-up check."""
        yield from ()

    def __or__(self, other: Who) -> Who:
        return _Either((self, other))

    def __and__(self, other: Who) -> Who:
        return _Both((self, other))

    def __invert__(self) -> Who:
        return _Not((self,))


@dataclass(frozen=True)
class Holds(Who):
    """Holders of a permission at the row's place; `at` is the row's attribute with the path ("pupil.path" works)."""

    permission: str
    at: str = "path"

    def allows(self, viewer: Viewer, row: Any) -> bool:
        return viewer.can(self.permission, attrgetter(self.at)(row))

    @property
    def permissions(self) -> Iterator[str]:
        yield self.permission


@dataclass(frozen=True)
class Is(Who):
    """The person whom the row names; `field` is its attribute with that person's key."""

    field: str

    def allows(self, viewer: Viewer, row: Any) -> bool:
        return viewer.person_id is not None and attrgetter(self.field)(row) == viewer.person_id


@dataclass(frozen=True)
class Whoever(Who):
    """Those whom a function of viewer and row names; for rules that belong to one domain.

    `permission` is the one by which their rows are found, for a step that lists offer for many of them.
    """

    rule: Callable[[Viewer, Any], bool]
    permission: str = ""

    def allows(self, viewer: Viewer, row: Any) -> bool:
        return self.rule(viewer, row)

    @property
    def permissions(self) -> Iterator[str]:
        if self.permission:
            yield self.permission


@dataclass(frozen=True)
class _Joined(Who):
    parts: tuple[Who, ...]

    @property
    def permissions(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.permissions


class _Either(_Joined):
    def allows(self, viewer: Viewer, row: Any) -> bool:
        return any(part.allows(viewer, row) for part in self.parts)


class _Both(_Joined):
    def allows(self, viewer: Viewer, row: Any) -> bool:
        return all(part.allows(viewer, row) for part in self.parts)


class _Not(_Joined):
    def allows(self, viewer: Viewer, row: Any) -> bool:
        return not any(part.allows(viewer, row) for part in self.parts)
