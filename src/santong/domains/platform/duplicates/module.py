"""People entered twice: found, compared, merged with all that hangs on them, and taken back."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.duplicates.audit import ACTIONS
from santong.domains.platform.duplicates.jobs import look_for_duplicates
from santong.domains.platform.duplicates.models import PERMISSION
from santong.domains.platform.duplicates.queries import one_person
from santong.domains.platform.duplicates.rules import MergeRule
from santong.domains.platform.duplicates.todos import SUSPICIONS
from santong.kit.access.roles import Permission
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.outbox.public import OnePerson
from santong.kit.registry import Module

MERGERS = ("region_administrator", "bureau_officer", "county_officer", "principal", "school_it", "teaching_affairs")

STAYS = {
    "duplicates.Merger.dropped": "says who was merged",
    "duplicates.Merger.kept": "says who was merged",
    "duplicates.Suspicion.first": "says who was compared",
    "duplicates.Suspicion.second": "says who was compared",
    "identity.ActivationCode.person": "opens the account that is closed, so it is worth nothing",
    "identity.SecurityEvent.by": "says who did it",
    "identity.SecurityEvent.person": "tells the holder of that account",
    "account.EmailAddress.user": "accounts have no e-mail addresses",
    "mfa.Authenticator.user": "belongs to the account, not to the person",
    "usersessions.UserSession.user": "the closed account is signed out",
}
"""What belongs to an account and not to the person, also of what can't say so itself."""

MODULE = Module(
    name="duplicates",
    label=_("People entered twice"),
    declares=(
        Permission(PERMISSION, _("Merge people who were entered twice"), MERGERS),
        MenuItem(
            _("People entered twice"),
            "duplicates:duplicates",
            icon="copy",
            permission=PERMISSION,
            topic="accounts",
            order=52,
        ),
        SUSPICIONS,
        ScheduledJob("duplicates.look", "10 3 * * *", look_for_duplicates),
        *ACTIONS,
        MergeRule("duplicates", stays=STAYS),
        OnePerson(one_person),
        HandbookSection("duplicates", _("People entered twice"), ("duplicates:duplicates",)),
    ),
)
