"""The lake of learning records, the questions asked of it, the pages about activity."""

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.analytics.jobs import maintain_lake, refresh_lake
from santong.domains.governance.analytics.measures import MEASURES
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.registry import Module

MODULE = Module(
    name="analytics",
    label=_("Activity and analysis"),
    declares=(
        Permission(
            "activity.view",
            _("See how much a school or region uses the platform"),
            ("region_administrator", "bureau_officer", "county_officer", "inspector", "principal", "teaching_affairs"),
        ),
        MenuItem(_("Activity"), "analytics:activity", "chart-bar", "activity.view", topic="data", order=45),
        *MEASURES,
        DemoStep("use of the platform", "santong.domains.governance.analytics.demo.use_platform", order=90),
        ScheduledJob("analytics.refresh_lake", "5 * * * *", refresh_lake),
        ScheduledJob("analytics.maintain_lake", "10 3 * * *", maintain_lake),
        HandbookSection("activity", _("Activity"), ("analytics:activity",)),
    ),
)
