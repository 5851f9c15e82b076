"""The code tables of the standards, versioned with dates of validity."""

from django.utils.translation import gettext_lazy as _

from santong.kit.access.roles import Permission
from santong.kit.audit import Action
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

OFFICERS = (
    "region_administrator",
    "security_officer",
    "auditor",
    "bureau_officer",
    "county_officer",
    "inspector",
    "principal",
    "school_it",
    "teaching_affairs",
)

MODULE = Module(
    name="codes",
    label=_("Code tables"),
    declares=(
        Permission("codes.view", _("See code tables"), OFFICERS),
        Permission("codes.change", _("Take new versions of code tables"), ("region_administrator",)),
        MenuItem(
            _("Code tables"),
            "codes:code-tables",
            icon="list-details",
            permission="codes.view",
            topic="settings",
            order=91,
        ),
        Action("codes.load_divisions", _("Loaded administrative divisions")),
        Action("codes.take_version", _("Took a version of a code table")),
        HandbookSection("code-tables", _("Code tables"), ("codes:code-tables",)),
    ),
)
