"""What happens to resources, for whoever wants to hear."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class ResourceEvent:
    """Somebody did something with a resource; `title` is what it is called, `kind` one of `models.Kind`."""

    resource_id: int
    person_id: int
    title: str
    subject: str = field(default="", kw_only=True)
    kind: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class ResourceViewed(ResourceEvent):
    """Its page was opened; `is_first` tells whether the person did so for the first time that day."""

    is_first: bool = field(default=True, kw_only=True)


@dataclass(frozen=True)
class ResourcePlayed(ResourceEvent):
    """A piece of one of its files was watched, or a page read, for `seconds`.

    `begin` and `end` are seconds of a recording, else pages.
    """

    file_id: int = 0
    seconds: float = 0
    begin: float = 0
    end: float = 0


@dataclass(frozen=True)
class ResourceCompleted(ResourceEvent):
    """One of its files was watched or read to its end; `seconds` is the time taken altogether."""

    file_id: int = 0
    seconds: float = 0


@dataclass(frozen=True)
class ResourceDownloaded(ResourceEvent):
    """One of its files was saved."""


@dataclass(frozen=True)
class ResourceRated(ResourceEvent):
    """Stars were given."""

    stars: int = 0


@dataclass(frozen=True)
class ResourceCommented(ResourceEvent):
    """A comment or correction was written."""


@dataclass(frozen=True)
class ResourceSubmitted(ResourceEvent):
    """Its author handed it in for review."""


@dataclass(frozen=True)
class ResourceReviewed(ResourceEvent):
    """A reviewer decided; `admitted` tells how, `level` where."""

    level: str = ""
    admitted: bool = False


@dataclass(frozen=True)
class ResourceUnshared(ResourceEvent):
    """A reviewer has taken back that it was admitted at a level, before anybody else decided about it."""

    level: str = ""


@dataclass(frozen=True)
class ResourceShared(ResourceEvent):
    """It reaches others from now on: its author shared it."""

    level: str = ""


@dataclass(frozen=True)
class ResourceChanged:
    """Anything about a resource that searching shows has changed."""

    resource_id: int
