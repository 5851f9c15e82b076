"""What an attack gained, from the facts before and after it."""

from __future__ import annotations

from typing import Any

Facts = dict[str, list[Any]]


def gained(before: Facts, after: Facts) -> list[str]:
    """Whose account changed, or who holds what they didn't; that a school ends what is its own to end is no gain."""
    return [
        f"{name}: {was} → {now}"
        for name in before
        for was, now in zip(before[name], after[name], strict=True)
        if was != now and not (_are_rows(now) and all(row in was for row in now))
    ]


def _are_rows(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(row, list) for row in found)
