"""What the staff module declares."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.importing import ClassImport, StaffImport
from santong.kit.registry import Module, Permission

BUREAU = ("region_administrator", "bureau_officer", "county_officer")
SCHOOL = ("principal", "school_it", "teaching_affairs")

MODULE = Module(
    name="staff",
    label=_("Staff"),
    permissions=(
        Permission("staff.view", _("See the staff of schools"), (*BUREAU, *SCHOOL, "inspector")),
        Permission(
            "staff.change", _("Keep the staff of schools"), ("region_administrator", "school_it", "teaching_affairs")
        ),
    ),
    imports=(StaffImport(), ClassImport()),
)
