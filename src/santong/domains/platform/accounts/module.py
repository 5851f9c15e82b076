"""What the module of accounts declares."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.accounts.helping import number_asked
from santong.domains.platform.identity.public import ACTIVATE
from santong.kit.registry import MenuItem, Module

MODULE = Module(
    name="accounts",
    label=_("Accounts"),
    menu=(
        MenuItem(
            _("Accounts"), "accounts:accounts", icon="key", permission="people.change", section="management", order=29
        ),
        MenuItem(
            _("Requests for help"),
            "accounts:help-requests",
            icon="help",
            permission=ACTIVATE,
            section="management",
            order=29,
            badge=number_asked,
        ),
    ),
)
