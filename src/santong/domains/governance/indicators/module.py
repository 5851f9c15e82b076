"""Indicators, targets and plans: how every school stands, computed from what the platform knows already."""

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.indicators.models import VIEW, WRITE
from santong.kit.access.roles import Permission
from santong.kit.registry import Module

WRITERS = ("bureau_officer", "county_officer")
READERS = (*WRITERS, "region_administrator", "inspector", "principal")

MODULE = Module(
    name="indicators",
    label=_("Indicators and plans"),
    declares=(
        Permission(VIEW, _("See indicators and plans"), READERS),
        Permission(WRITE, _("Write indicators, plans and targets"), WRITERS),
    ),
)
