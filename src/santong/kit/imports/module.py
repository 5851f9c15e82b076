"""What the import wizard declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.access.roles import Permission
from santong.kit.api.operations import Operations
from santong.kit.audit import Action
from santong.kit.handbook import HandbookSection
from santong.kit.imports.tasks import remove_old_files
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

OFFICES = ("region_administrator", "bureau_officer", "county_officer")
SCHOOL = ("principal", "school_it", "teaching_affairs", "class_teacher")

MODULE = Module(
    name="imports",
    label=_("Imports"),
    declares=(
        Permission("imports.view", _("See who imported what"), (*OFFICES, *SCHOOL)),
        MenuItem(_("Imports"), "imports:imports", "file-import", "imports.view", topic="imports", order=90),
        ScheduledJob("imports.remove_old_files", "40 3 * * *", remove_old_files),
        Action("imports.", _("Imported a sheet")),
        Action("imports.undo", _("Took an import back")),
        Operations("santong.kit.imports.api.router", in_person="import", order=60),
        HandbookSection("imports", _("Imports"), ("imports:imports",)),
    ),
)
