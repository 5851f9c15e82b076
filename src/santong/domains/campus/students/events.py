"""What happens to pupils, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PupilsMoved:
    """Pupils came onto a roll, changed class or school, or left the roll."""

    pupil_ids: tuple[int, ...]


@dataclass(frozen=True)
class FamilyChanged:
    """A guardian was linked to a child, or no longer is."""

    child_id: int
    guardian_id: int
