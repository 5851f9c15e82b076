"""What other modules may use of attendance: where pupils were, and saying so from a source of their own."""

from santong.domains.campus.attendance.actions import note_presence
from santong.domains.campus.attendance.events import LeaveGranted, PupilAbsent
from santong.domains.campus.attendance.queries import PupilDay, class_on, days_of_pupil
from santong.domains.campus.attendance.sources import PresenceSource
from santong.domains.campus.attendance.watching import Away, away_at, away_of, classes_without_calls, last_school_days

__all__ = [
    "Away",
    "LeaveGranted",
    "PresenceSource",
    "PupilAbsent",
    "PupilDay",
    "away_at",
    "away_of",
    "class_on",
    "classes_without_calls",
    "days_of_pupil",
    "last_school_days",
    "note_presence",
]
