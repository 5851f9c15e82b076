"""What the change feed declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.api.operations import Operations
from santong.kit.changes.jobs import remove_old_changes
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.registry import Module

MODULE = Module(
    name="changes",
    label=_("Change feed"),
    declares=(
        ScheduledJob("changes.remove_old", "50 3 * * *", remove_old_changes),
        Operations("santong.kit.changes.api.router", order=50),
    ),
)
