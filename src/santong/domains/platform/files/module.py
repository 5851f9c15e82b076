"""People's files: resumable upload, checks, storage once, conversion, allowances."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.audit import ACTIONS
from santong.domains.platform.files.sweeping import sweep
from santong.kit.access.roles import Permission
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

EVERYBODY = (
    "region_administrator", "security_officer", "auditor", "bureau_officer", "county_officer", "inspector", "principal",
    "school_it", "teaching_affairs", "class_teacher", "subject_teacher", "enterprise_tutor", "pupil", "parent",
)  # fmt: skip

MODULE = Module(
    name="files",
    label=_("Files"),
    declares=(
        Permission("files.upload", _("Keep files of one's own"), EVERYBODY),
        Permission("files.allocate", _("Allot storage"), ("region_administrator", "school_it")),
        MenuItem(_("My files"), "files:files", icon="folder", permission="files.upload", topic="resources", order=70),
        MenuItem(
            _("Storage allowances"),
            "files:allowances",
            icon="database",
            permission="files.allocate",
            topic="settings",
            order=80,
        ),
        ScheduledJob("files.sweep", "15 3 * * *", sweep),
        *ACTIONS,
        HandbookSection("files", _("My files"), ("files:files",)),
        HandbookSection("allowances", _("Storage allowances"), ("files:allowances",)),
    ),
)
