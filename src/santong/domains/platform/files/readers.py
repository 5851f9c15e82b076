"""Who besides the owner may read a file: whoever may see what holds it.

A module that lets its rows hold files declares a `FileReaders` with a rule, which answers, of these files, which this
viewer may read through rows that they may see:

    def readable_through_resources(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from santong.kit.access import Viewer
from santong.kit.registry import Declared, registry

Rule = Callable[[Viewer, Collection[int]], Iterable[int]]


@dataclass(frozen=True)
class FileReaders(Declared):
    """Rows that hold files grant reading of them, and saving too unless `saving` says who may carry a copy away.

    Rules are asked one after the other for files that none before has granted: those that cost most come last.
    """

    reading: Rule
    saving: Rule | None = None
    order: int = 100


def readable_ids(viewer: Viewer, file_ids: Collection[int]) -> set[int]:
    """Those of the files that the viewer may read through something that holds them."""
    return _granted([each.reading for each in registry.of(FileReaders)], viewer, file_ids)


def savable_ids(viewer: Viewer, file_ids: Collection[int]) -> set[int]:
    """Those of the files of others that the viewer may carry a copy of away."""
    return _granted([each.saving or each.reading for each in registry.of(FileReaders)], viewer, file_ids)


def _granted(rules: Iterable[Rule], viewer: Viewer, file_ids: Collection[int]) -> set[int]:
    asked = set(file_ids)
    found: set[int] = set()
    for rule in rules:
        if missing := asked - found:
            found |= missing & set(rule(viewer, missing))
    return found
