"""What others may want to hear of timetables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TimetablePublished:
    """A timetable of a school holds from its day on."""

    timetable_id: int
    school_id: int


@dataclass(frozen=True)
class LessonsChanged:
    """Lessons of some days of a school are other than its timetable says, or are again as it says."""

    school_id: int
    act: str
