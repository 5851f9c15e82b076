"""What the staff module declares."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.staff.importing import ClassImport, InChargeImport, StaffImport
from santong.domains.campus.staff.queries import find
from santong.kit.registry import MenuItem, Module, Permission, Published, SearchSource

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
    menu=(MenuItem(_("Staff"), "staff:staff", icon="id", permission="staff.view", section="management", order=22),),
    search_sources=(SearchSource("staff", _("Staff"), find, order=35),),
    imports=(InChargeImport(), StaffImport(), ClassImport()),
    published=(Published("staff", "staff.Staff"),),
)
