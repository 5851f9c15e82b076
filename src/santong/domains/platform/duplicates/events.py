"""What happens to people who were entered twice, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PeopleMerged:
    """What belonged to `dropped_id` belongs to `kept_id` now."""

    kept_id: int
    dropped_id: int


@dataclass(frozen=True)
class PeopleSeparated:
    """The two are two again."""

    kept_id: int
    dropped_id: int
