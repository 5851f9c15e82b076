"""What the module declares that pupils, staff and guardians have in common."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Module

MODULE = Module(name="people", label=_("People of the schools"))
