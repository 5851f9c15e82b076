"""Ways out of the product: e-mail, web push, text messages and messengers, and what people want to be told there."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.channels.audit import ACTIONS
from santong.domains.platform.channels.importing import AddressImport
from santong.domains.platform.channels.jobs import collect, look_after, remove_old
from santong.domains.platform.channels.models import CHANGE, USE, VIEW
from santong.domains.platform.channels.resealing import reseal
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.registry import Module
from santong.kit.resealing import Resealed

TOLD = (
    "region_administrator", "security_officer", "auditor", "bureau_officer", "county_officer", "inspector",
    "principal", "school_it", "teaching_affairs", "class_teacher", "subject_teacher", "enterprise_tutor", "pupil",
    "parent",
)  # fmt: skip

MODULE = Module(
    name="channels",
    label=_("Channels"),
    declares=(
        Permission(USE, _("Be told outside the product"), TOLD),
        Permission(VIEW, _("See the channels"), ("region_administrator", "security_officer", "auditor")),
        Permission(CHANGE, _("Set channels up"), ("region_administrator",)),
        MenuItem(_("How I am told"), "channels:own", icon="bell-ringing", permission=USE, topic="person", order=30),
        MenuItem(_("Channels"), "channels:channels", icon="broadcast", permission=VIEW, topic="settings", order=870),
        ScheduledJob("channels.look_after", "*/5 * * * *", look_after),
        ScheduledJob("channels.collect", "*/10 * * * *", collect),
        ScheduledJob("channels.remove_old", "40 3 * * *", remove_old),
        AddressImport(),
        Resealed("addresses and channels", reseal),
        DemoStep("channels", "santong.domains.platform.channels.demo.set_some_up", order=72),
        *ACTIONS,
        HandbookSection("own", _("How I am told"), ("channels:own",)),
        HandbookSection("channels", _("Channels"), ("channels:channels",)),
    ),
)
