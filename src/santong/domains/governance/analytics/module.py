"""What the analytics module declares."""

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.analytics.jobs import maintain_lake, refresh_lake
from santong.kit.registry import DemoStep, MenuItem, Module, Permission, ScheduledJob

MODULE = Module(
    name="analytics",
    label=_("Activity and analysis"),
    permissions=(
        Permission(
            "activity.view",
            _("See how much a school or region uses the platform"),
            ("region_administrator", "bureau_officer", "county_officer", "inspector", "principal", "teaching_affairs"),
        ),
    ),
    menu=(MenuItem(_("Activity"), "analytics:activity", "chart-bar", "activity.view", section="management", order=45),),
    demo=(DemoStep("use of the platform", "santong.domains.governance.analytics.demo.use_platform", order=90),),
    schedule=(
        ScheduledJob("analytics.refresh_lake", "5 * * * *", refresh_lake),
        ScheduledJob("analytics.maintain_lake", "10 3 * * *", maintain_lake),
    ),
)
