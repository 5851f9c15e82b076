"""What modules declare about themselves, gathered once at start-up.

A module's `module.py` holds one `MODULE = Module(name, label, declares=(...))`. Each kind of declaration is a class
that stands where it is used (`MenuItem` in `kit/menu.py`, `ImportTarget` in `kit/imports/targets.py`), and whoever
uses it asks `registry.of(MenuItem)`. Nothing here knows any kind: a new one is a new subclass of `Declared`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise

Label = str | Promise


class Declared:
    """Something that a module declares. Of one kind the lowest `order` comes first."""

    order: int = 100

    def faults(self) -> Iterable[str]:
        """What is wrong with it, as sentences: the start is refused with them."""
        return ()


class Named(Declared):
    """A declaration that is known by its name, of which each is declared once."""

    name: str


D = TypeVar("D", bound=Declared)
N = TypeVar("N", bound=Named)


@dataclass(frozen=True)
class Module:
    """Everything that the rest of the platform needs to know about one module."""

    name: str
    label: Label
    declares: Sequence[Declared] = ()


class Registry:
    """The declarations of all modules, by kind."""

    def __init__(self) -> None:
        self.modules: list[Module] = []
        self._found: dict[type, tuple[Any, ...]] = {}
        self._named: dict[type, Mapping[str, Any]] = {}

    def add(self, module: Module) -> None:
        """Take in a module."""
        self._take([*self.modules, module])

    def of(self, kind: type[D]) -> tuple[D, ...]:
        """All declarations of a kind, lowest `order` first, then as the modules stand."""
        if kind not in self._found:
            every = (each for module in self.modules for each in module.declares if isinstance(each, kind))
            self._found[kind] = tuple(sorted(every, key=lambda each: each.order))
        return self._found[kind]

    def by_name(self, kind: type[N]) -> Mapping[str, N]:
        """The declarations of a kind whose names are unique; a name that is declared twice is refused."""
        if kind not in self._named:
            self._named[kind] = _by_name(self.of(kind))
        return self._named[kind]

    def faults(self) -> list[str]:
        """What is wrong with the declarations, as sentences."""
        return [fault for module in self.modules for each in module.declares for fault in each.faults()]

    @contextmanager
    def declaring(self, *declarations: Declared, alone: bool = False) -> Iterator[None]:
        """Know of more while a test runs; with `alone`, of no others of their kinds."""
        before, kinds = self.modules, tuple(type(each) for each in declarations) if alone else ()
        kept = [_without(module, kinds) for module in before]
        self._take([*kept, Module("more", "", declarations)])
        try:
            yield
        finally:
            self._take(before)

    def _take(self, modules: list[Module]) -> None:
        self.modules = modules
        self._found, self._named = {}, {}


def _by_name(rows: Iterable[N]) -> dict[str, N]:
    found: dict[str, N] = {}
    for row in rows:
        if row.name in found:
            raise ImproperlyConfigured(f"{type(row).__name__} {row.name!r} is declared twice")
        found[row.name] = row
    return found


def _without(module: Module, kinds: tuple[type, ...]) -> Module:
    return replace(module, declares=[each for each in module.declares if not isinstance(each, kinds)])


registry = Registry()


def load() -> None:
    """Import the `MODULE` of every module in `settings.SANTONG_MODULES`."""
    for path in settings.SANTONG_MODULES:
        registry.add(import_module(f"{path}.module").MODULE)
