"""What the change feed declares."""

from django.utils.translation import gettext_lazy as _

from santong.kit.changes.jobs import remove_old_changes
from santong.kit.registry import Module, ScheduledJob

MODULE = Module(
    name="changes",
    label=_("Change feed"),
    schedule=(ScheduledJob("changes.remove_old", "50 3 * * *", remove_old_changes),),
)
