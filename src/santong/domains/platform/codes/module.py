"""What the module of code tables declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import MenuItem, Module, Permission

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
    permissions=(
        Permission("codes.view", _("See code tables"), OFFICERS),
        Permission("codes.change", _("Take new versions of code tables"), ("region_administrator",)),
    ),
    menu=(
        MenuItem(
            _("Code tables"),
            "codes:code-tables",
            icon="list-details",
            permission="codes.view",
            section="management",
            order=90,
        ),
    ),
)
