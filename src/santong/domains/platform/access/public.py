"""What other modules may use of access."""

from santong.domains.platform.access.actions import appoint, delegate, end_appointments, restore
from santong.domains.platform.access.events import AppointmentEnded, PersonAppointed
from santong.domains.platform.access.following import Fact, Receipt, bring_back, follow, unfollow
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.panels import PersonPanel
from santong.domains.platform.access.queries import (
    IDENTITY_KEY,
    Identity,
    active_appointments,
    colleagues_at,
    holders,
    holders_nearest,
    identities_of,
    viewer_in,
    viewer_of,
    viewer_then,
    viewers_of,
)
from santong.domains.platform.access.reasons import Kin, RecordElsewhere, is_kin
from santong.domains.platform.access.roles import fits, needed_permission
from santong.domains.platform.access.takeover import helping_path, may_take_over, takeover_objections
from santong.domains.platform.access.teaching import Taught, TeachingSource, taught_by

__all__ = [
    "IDENTITY_KEY",
    "Appointment",
    "AppointmentEnded",
    "Fact",
    "Identity",
    "Kin",
    "PersonAppointed",
    "PersonPanel",
    "Receipt",
    "RecordElsewhere",
    "Taught",
    "TeachingSource",
    "active_appointments",
    "appoint",
    "bring_back",
    "colleagues_at",
    "delegate",
    "end_appointments",
    "fits",
    "follow",
    "helping_path",
    "holders",
    "holders_nearest",
    "identities_of",
    "is_kin",
    "may_take_over",
    "needed_permission",
    "restore",
    "takeover_objections",
    "taught_by",
    "unfollow",
    "viewer_in",
    "viewer_of",
    "viewer_then",
    "viewers_of",
]
