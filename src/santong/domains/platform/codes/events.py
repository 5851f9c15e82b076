"""What happens to code tables, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CodeTableReplaced:
    """A new version of a table was taken."""

    table: str
