"""What happened to attendance, for whoever wants to hear it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PupilAbsent:
    """A pupil is missing without leave: said once a day, when the first roll call that misses them arrives."""

    pupil_id: int
    day: date


@dataclass(frozen=True)
class LeaveGranted:
    """A pupil may be away."""

    leave_id: int
    pupil_id: int
