"""The stages of a path as plain data: who decides, how many of them, when a stage applies, what time is promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from santong.kit.registry import Label


class Source(StrEnum):
    """Where the deciders of a stage come from."""

    ROLE = "role"
    PERMISSION = "permission"
    LEADER = "leader"
    PEOPLE = "people"
    DECLARED = "declared"
    NAMED = "named"


class How(StrEnum):
    """How many of the deciders have to agree."""

    ONE = "one"
    ALL = "all"
    SHARE = "share"


@dataclass(frozen=True)
class Decider:
    """Some who decide: holders of a role or a permission (`name`), whoever leads, named `people` by their keys.

    The `name` of declared ones is that of `requests.sources`. Those whom the request itself names (`RequestKind.named`)
    are settled when it is sent: from then on its stage names people.
    """

    source: Source
    name: str = ""
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One stage of a path.

    `share` is a percentage, for `How.SHARE`. `condition` is a formula about the request, "" for always. `hours` are
    the working hours promised for it, 0 for none. `asker_may`: whoever asks may decide here too, when they are a
    decider.
    """

    title: Label
    deciders: tuple[Decider, ...]
    how: How = How.ONE
    share: int = 0
    condition: str = ""
    hours: int = 0
    asker_may: bool = False

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {**asdict(self), "title": str(self.title)}


def stage_of(data: Mapping[str, Any]) -> Stage:
    """A stage from `as_data`."""
    deciders = tuple(Decider(Source(each["source"]), each["name"], tuple(each["people"])) for each in data["deciders"])
    return Stage(**{**data, "deciders": deciders, "how": How(data["how"])})


def stages_of(data: Iterable[Mapping[str, Any]]) -> tuple[Stage, ...]:
    """Stages from what JSON keeps."""
    return tuple(stage_of(each) for each in data)
