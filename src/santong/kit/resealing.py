"""What modules keep sealed with the keys of `settings.FIELD_KEYS`: `santong reseal` goes by it when a key goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from santong.kit.registry import Declared


@dataclass(frozen=True)
class Resealed(Declared):
    """Sealed values of a module; `run` seals anew what an older key sealed, and answers how many rows that were.

    `name` is what the command calls them.
    """

    name: str
    run: Callable[[], int]
    order: int = 100
