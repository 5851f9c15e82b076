"""What the module of accounts declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import MenuItem, Module

MODULE = Module(
    name="accounts",
    label=_("Accounts"),
    menu=(
        MenuItem(
            _("Accounts"), "accounts:accounts", icon="key", permission="people.change", section="management", order=29
        ),
    ),
)
