"""What other modules hand over to be recorded, and what they may hear of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Happening:
    """Somebody did something with something: one statement in the making.

    `verb` and `activity_type` are names from `vocabulary.py`. `activity` is the thing's path on this
    platform ("resources/12"), which becomes its IRI; `name` its title, never a person's name.
    `result` and `extensions` are as in a statement, extension keys as names of the profile
    ("class"). `grouping` are paths of what the thing belongs to.
    """

    person_id: int
    verb: str
    activity: str
    activity_type: str
    name: str
    result: Mapping[str, Any] = field(default_factory=dict)
    grouping: tuple[str, ...] = ()
    extensions: Mapping[str, Any] = field(default_factory=dict)
    registration: str = ""


@dataclass(frozen=True)
class PersonErased:
    """The records know somebody no longer: whoever was agent number `old` is now `new`, who is nobody."""

    old: int
    new: int


@dataclass(frozen=True)
class ErasureCarriedOut:
    """Somebody was taken out of the records because it was asked for and granted; what else they said goes with it."""

    person_id: int
