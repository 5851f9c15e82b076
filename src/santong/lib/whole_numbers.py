"""Whole numbers that arrive as text from outside: keys in addresses, pages, counts."""

from collections.abc import Iterable

MOST_DIGITS = 18
"""So many digits always fit a column of the database (63 bits)."""


def whole_number(text: str) -> int | None:
    """The number that ASCII digits alone write, at most 18 of them; None for everything else.

    `isdigit()` is no such test: "²" passes it and no `int()` reads it, and 5000 digits pass both.
    """
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Those of the texts that are whole numbers, in their order."""
    return [number for text in texts if (number := whole_number(text)) is not None]
