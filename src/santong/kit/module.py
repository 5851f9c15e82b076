"""What the kit itself declares: the home page, and what waits there."""

from django.utils.translation import gettext_lazy as _

from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.inbox import inbox_card
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.planner import keep_statistics
from santong.kit.registry import Module

MODULE = Module(
    name="kit",
    label=_("Platform"),
    declares=(
        ScheduledJob("kit.keep_statistics", "17 * * * *", keep_statistics),
        MenuItem(_("Today"), "home", icon="home", order=0),
        HomeCard("inbox", inbox_card, order=3),
        HandbookSection("today", _("Today"), ("home",)),
    ),
)
