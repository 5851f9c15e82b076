"""What other modules may use of attendance: where pupils were, and saying so from a source of their own."""

from santong.domains.campus.attendance.actions import note_presence
from santong.domains.campus.attendance.events import LeaveGranted, PupilAbsent
from santong.domains.campus.attendance.queries import PupilDay, class_on, days_of_pupil
from santong.domains.campus.attendance.sources import PresenceSource

__all__ = [
    "LeaveGranted",
    "PresenceSource",
    "PupilAbsent",
    "PupilDay",
    "class_on",
    "days_of_pupil",
    "note_presence",
]
