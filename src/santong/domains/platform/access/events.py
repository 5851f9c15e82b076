"""What happens to appointments, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonAppointed:
    """Somebody holds a role, now or from a day on."""

    appointment_id: int
    person_id: int


@dataclass(frozen=True)
class AppointmentEnded:
    """A role was taken or given back before its time."""

    appointment_id: int
    person_id: int
