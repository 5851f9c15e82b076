"""What the module of accounts declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Module

MODULE = Module(name="accounts", label=_("Accounts"))
