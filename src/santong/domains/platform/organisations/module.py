"""What the organisations module declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.registry import Module, Permission

BUREAU = ("region_administrator", "bureau_officer", "county_officer")
SCHOOL = ("principal", "school_it", "teaching_affairs")

MODULE = Module(
    name="organisations",
    label=_("Organisations"),
    permissions=(
        Permission(
            "organisations.view",
            _("See organisations"),
            (*BUREAU, *SCHOOL, "security_officer", "auditor", "inspector", "class_teacher", "subject_teacher"),
        ),
        Permission("organisations.change", _("Change organisations"), (*BUREAU, "school_it")),
    ),
)
