"""What the background jobs declare: who operates them, and their own upkeep."""

from django.utils.translation import gettext_lazy as _

from santong.kit.access.roles import Permission
from santong.kit.audit import Action
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.jobs.todos import FAILED_JOBS
from santong.kit.jobs.upkeep import remove_old_jobs
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

MODULE = Module(
    name="jobs",
    label=_("Background jobs"),
    declares=(
        Permission("jobs.operate", _("Watch and retry background jobs"), ("region_administrator", "security_officer")),
        MenuItem(
            _("Background jobs"),
            "jobs:operations",
            icon="activity",
            permission="jobs.operate",
            topic="system",
            order=900,
        ),
        FAILED_JOBS,
        ScheduledJob("jobs.remove_old", "20 3 * * *", remove_old_jobs),
        Action("job.", _("In a background job")),
        HandbookSection("jobs", _("Background jobs"), ("jobs:operations",)),
    ),
)
