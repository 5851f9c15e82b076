"""What can be done to roles and taken back."""

from __future__ import annotations

from santong.domains.platform.access import appointment_views
from santong.domains.platform.access.actions import appoint, end_appointments
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.identity.public import Person
from santong.domains.platform.organisations.tests.sequences import schools
from santong.kit.refusals import NotPossible
from santong.kit.testing.sequences import (
    Choosing,
    Done,
    Region,
    Step,
    by_step,
    one,
    present,
)


def appointment(region: Region, choosing: Choosing) -> Done:
    """Somebody is appointed."""
    staff = present(Person, username__startswith="人") or present(Person, is_active=True)
    at = one(schools(), choosing)
    role = choosing.choice(["school_it", "teaching_affairs", "principal"])
    row = appoint(acting=region.viewer, person=one(staff, choosing), role=role, organisation=at)

    def undo() -> list[tuple[str, str]]:
        there = Appointment.objects.filter(pk=row.pk)
        if not there:
            raise NotPossible("gone with the person")
        end_appointments(acting=region.viewer, appointments=list(there))
        return []

    return Done("appointment", undo, is_exact=False)


def end_of_an_appointment(region: Region, choosing: Choosing) -> Done:
    """Somebody's role ends."""
    rows = [row for row in present(Appointment, valid_until=None, origin="") if row.person_id != region.person.pk]
    before = end_appointments(acting=region.viewer, appointments=[one(rows, choosing)])
    return Done("end of an appointment", by_step(region, appointment_views.END, {"before": before}))


STEPS: tuple[Step, ...] = (
    appointment,
    end_of_an_appointment,
)
REFUSALS = (NotPossible,)
