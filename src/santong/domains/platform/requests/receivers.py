"""What requests do when people come and go."""

from __future__ import annotations

from santong.domains.platform.access.public import AppointmentEnded
from santong.domains.platform.requests.actions import seat_everybody_anew
from santong.kit.events import subscribe


def connect() -> None:
    """Called once at start-up."""
    subscribe(AppointmentEnded, hear_of_end, inside=True)


def hear_of_end(event: AppointmentEnded) -> None:
    """What waited for somebody who holds a role no more goes to its present holders."""
    seat_everybody_anew([event.person_id])
