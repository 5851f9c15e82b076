"""Groups so small that a figure would tell of single people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from santong.kit.measures.reading import Parts

K = TypeVar("K")


def hidden(groups: Mapping[K, Parts], smallest: int) -> set[K]:
    """The groups whose figures aren't shown: those in which a part counts fewer than `smallest` people, but somebody.

    Where that is a single group, the next smallest is hidden, too: what is missing of the sum would give it away.
    """
    small = {key for key, parts in groups.items() if _tells(parts, smallest)}
    others = [key for key, parts in groups.items() if key not in small and not parts.is_empty]
    if len(small) == 1 and others:
        small.add(min(others, key=lambda key: _size(groups[key])))
    return small


def _tells(parts: Parts, smallest: int) -> bool:
    rest = parts.denominator - parts.numerator - parts.unknown
    return any(0 < number < smallest for number in (parts.numerator, parts.unknown, rest))


def _size(parts: Parts) -> int:
    return parts.denominator or parts.numerator
