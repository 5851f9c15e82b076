"""Who teaches what in which class: told by the module that keeps it, asked by those that teaching needs.

Modules beside each other don't know one another; this is the place between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from santong.kit.registry import Declared, registry


@dataclass(frozen=True, slots=True)
class Taught:
    """A person teaches a subject in a class. `level` is the grade as in `santong.lib.grades.Grade`."""

    class_id: int
    class_name: str
    class_path: str
    subject: str
    stage: str
    level: int


@dataclass(frozen=True)
class TeachingSource(Declared):
    """Tells of teaching: `find(person_id)` gives what the person teaches today."""

    find: Callable[[int], Iterable[Taught]]


def taught_by(person_id: int) -> list[Taught]:
    """What a person teaches today, by class and subject."""
    return [each for source in registry.of(TeachingSource) for each in source.find(person_id)]
