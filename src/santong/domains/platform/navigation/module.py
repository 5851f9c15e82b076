"""Which areas each role has in the navigation."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.navigation.layouts import EVERY
from santong.kit.registry import Module

MODULE = Module(name="navigation", label=_("Navigation"), declares=EVERY)
