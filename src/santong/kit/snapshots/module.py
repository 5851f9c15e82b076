"""What snapshots declare."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Module

MODULE = Module(name="snapshots", label=_("Snapshots"))
