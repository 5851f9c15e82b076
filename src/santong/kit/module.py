"""What the kit itself declares: the home page."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import MenuItem, Module

MODULE = Module(
    name="kit",
    label=_("Platform"),
    menu=(MenuItem(_("Home"), "home", icon="home", order=0, dock=True),),
)
