"""Who besides the owner may read a file: whoever may see what holds it.

A module that lets its rows hold files says so once, in its `ready`:

    readers.register("resources", readable_through_resources)

where the rule answers, of these files, which this viewer may read through rows that they may see:

    def readable_through_resources(viewer: Viewer, file_ids: Collection[int]) -> Iterable[int]: ...

Where not everybody who may read may also carry a copy away, a second rule of the same form says who may.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from santong.kit.access import Viewer

Rule = Callable[[Viewer, Collection[int]], Iterable[int]]

_rules: dict[str, Rule] = {}
_saving: dict[str, Rule] = {}


class DeclaredTwice(Exception):
    """Two rules under one module's name."""


def register(module: str, rule: Rule, saving: Rule | None = None) -> None:
    """Let the rows of a module (its declared name) grant reading of the files they hold, and saving too
    unless `saving` says otherwise.
    """
    if _rules.get(module, rule) is not rule:
        raise DeclaredTwice(module)
    _rules[module] = rule
    _saving[module] = saving or rule


def unregister(module: str) -> None:
    """Undo `register`, for tests."""
    _rules.pop(module, None)
    _saving.pop(module, None)


def modules() -> list[str]:
    """The modules that declared a rule."""
    return sorted(_rules)


def readable_ids(viewer: Viewer, file_ids: Collection[int]) -> set[int]:
    """Those of the files that the viewer may read through something that holds them."""
    return _granted(_rules, viewer, file_ids)


def savable_ids(viewer: Viewer, file_ids: Collection[int]) -> set[int]:
    """Those of the files of others that the viewer may carry a copy of away."""
    return _granted(_saving, viewer, file_ids)


def _granted(rules: Mapping[str, Rule], viewer: Viewer, file_ids: Collection[int]) -> set[int]:
    asked = set(file_ids)
    found: set[int] = set()
    for rule in rules.values():
        if missing := asked - found:
            found |= missing & set(rule(viewer, missing))
    return found
