"""The first administrator of a region, and helping people back into their accounts."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.accounts.measures import MEASURES
from santong.domains.platform.accounts.todos import HELP
from santong.domains.platform.duplicates.public import MergeRule
from santong.domains.platform.identity.public import ACTIVATE
from santong.kit.audit import Action
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

MODULE = Module(
    name="accounts",
    label=_("Accounts"),
    declares=(
        MenuItem(
            _("Accounts"), "accounts:accounts", icon="key", permission="people.change", topic="accounts", order=29
        ),
        MenuItem(
            _("Requests for help"),
            "accounts:help-requests",
            icon="help",
            permission=ACTIVATE,
            topic="accounts",
            order=29,
        ),
        HELP,
        Action("accounts.ask_help", _("Asked for help with getting in")),
        Action("accounts.reopen_help", _("Reopened a request for help")),
        Action("accounts.settle_help", _("Settled a request for help")),
        *MEASURES,
        MergeRule(
            "accounts",
            stays={
                "accounts.HelpRequest.person": "asks to be let into one account",
                "accounts.HelpRequest.settled_by": "says who helped",
            },
        ),
        HandbookSection("accounts", _("Accounts"), ("accounts:accounts",)),
        HandbookSection("help-requests", _("Requests for help"), ("accounts:help-requests",)),
    ),
)
