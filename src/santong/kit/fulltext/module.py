"""What full-text search declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Module

MODULE = Module(name="fulltext", label=_("Full-text search"))
