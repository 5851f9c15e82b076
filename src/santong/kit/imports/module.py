"""What the import wizard declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.imports.tasks import remove_old_files
from santong.kit.registry import MenuItem, Module, Permission, ScheduledJob

OFFICES = ("region_administrator", "bureau_officer", "county_officer")
SCHOOL = ("principal", "school_it", "teaching_affairs", "class_teacher")

MODULE = Module(
    name="imports",
    label=_("Imports"),
    permissions=(Permission("imports.view", _("See who imported what"), (*OFFICES, *SCHOOL)),),
    menu=(MenuItem(_("Imports"), "imports:imports", "file-import", "imports.view", section="management", order=90),),
    schedule=(ScheduledJob("imports.remove_old_files", "40 3 * * *", remove_old_files),),
)
