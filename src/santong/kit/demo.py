"""The demonstration region while it is being made: what the modules' steps hand to each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.utils.module_loading import import_string

from santong.kit.registry import Declared

SIZES = ("small", "city")


@dataclass
class Region:
    """Given to every `DemoStep`, in their order.

    `size` is one of `SIZES`; `random` gives the same region every time; `kept` is where a step
    leaves what later ones need, under its own name; `say` tells the person who waits. A `bare` region
    gets nothing more by jobs once it is served.
    """

    size: str = "small"
    say: Callable[[str], None] = print
    bare: bool = False
    random: Random = field(default_factory=lambda: Random(20250901))  # noqa: S311  (no secret depends on it)
    kept: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class DemoStep(Declared):
    """Fills the demonstration region, in `order`: `run` is the dotted path of a function of the region.

    A path and not the function, so that nothing else loads what only a demonstration needs.
    """

    name: str
    run: str
    order: int = 100

    def fill(self, region: Region) -> None:
        """Do the step's work."""
        import_string(self.run)(region)
