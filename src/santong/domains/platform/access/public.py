"""What other modules may use of access."""

from santong.domains.platform.access.actions import appoint
from santong.domains.platform.access.following import Fact, follow, unfollow
from santong.domains.platform.access.models import Appointment
from santong.domains.platform.access.queries import IDENTITY_KEY, Identity, identities_of, viewer_of

__all__ = [
    "IDENTITY_KEY",
    "Appointment",
    "Fact",
    "Identity",
    "appoint",
    "follow",
    "identities_of",
    "unfollow",
    "viewer_of",
]
