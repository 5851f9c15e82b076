"""Who teaches what in which class: told by the module that keeps it, asked by those that teaching needs.

Modules beside each other don't know one another; this is the place between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taught:
    """A person teaches a subject in a class. `level` is the grade as in `santong.lib.grades.Grade`."""

    class_id: int
    class_name: str
    class_path: str
    subject: str
    stage: str
    level: int


Source = Callable[[int], Iterable[Taught]]
_sources: list[Source] = []


def add_teaching(source: Source) -> None:
    """Tell of teaching: `source(person_id)` gives what the person teaches today; call it at start-up."""
    if source not in _sources:
        _sources.append(source)


def taught_by(person_id: int) -> list[Taught]:
    """What a person teaches today, by class and subject."""
    return [each for source in _sources for each in source(person_id)]
