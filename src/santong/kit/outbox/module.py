"""The outbox: what people do without a line waits on their device, arrives once and in order, or says why not."""

from django.utils.translation import gettext_lazy as _

from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import PERSON, MenuItem
from santong.kit.outbox.jobs import forget_old_deliveries
from santong.kit.outbox.todos import REFUSED
from santong.kit.registry import Module

MODULE = Module(
    name="outbox",
    label=_("Outbox"),
    declares=(
        MenuItem(_("Outbox"), "outbox:outbox", icon="cloud-upload", topic=PERSON, order=60),
        REFUSED,
        ScheduledJob("outbox.forget_old", "20 4 * * *", forget_old_deliveries),
        HandbookSection("outbox", _("Outbox"), ("outbox:outbox",)),
    ),
)
