"""Dashboards: figures of city, county and school side by side, with maps, on paper and on big screens."""

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.dashboards.audit import ACTIONS
from santong.domains.governance.dashboards.boards import STANDARD
from santong.domains.governance.dashboards.jobs import remove_unclaimed
from santong.domains.governance.dashboards.models import VIEW, WALLS, WRITE
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

WRITERS = ("bureau_officer", "county_officer")
READERS = (*WRITERS, "region_administrator", "inspector", "principal")

MODULE = Module(
    name="dashboards",
    label=_("Dashboards"),
    declares=(
        Permission(VIEW, _("See dashboards"), READERS),
        Permission(WRITE, _("Compose dashboards and draw boundaries"), WRITERS),
        Permission(WALLS, _("Set up big screens"), (*WRITERS, "principal")),
        MenuItem(
            _("Dashboards"), "dashboards:board", "layout-dashboard", permission=VIEW, topic="data", order=1,
            note=_("How the place does, at a glance"),
        ),
        *STANDARD,
        Verb(
            _("New dashboard"), "layout-dashboard", WRITE, "dashboards:boards-new",
            words=_("compose dashboard figures"), order=32,
        ),
        Verb(
            _("Pair a big screen"), "device-tv", WALLS, "dashboards:walls-new", words=_("wall screen code"), order=54
        ),
        *ACTIONS,
        ScheduledJob("dashboards.remove_unclaimed", "55 3 * * *", remove_unclaimed),
        DemoStep("dashboards", "santong.domains.governance.dashboards.demo.fill_dashboards", order=98),
        HandbookSection("dashboards", _("Dashboards"), ("dashboards:board",)),
    ),
)  # fmt: skip
