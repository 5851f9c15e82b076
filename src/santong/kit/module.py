"""What the kit itself declares: the home page, and short ways to everything from there."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from santong.kit.home import HomeCard
from santong.kit.http import Request
from santong.kit.inbox import inbox_card
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import PERSON, MenuItem
from santong.kit.planner import keep_statistics
from santong.kit.registry import Module, registry

SHORTCUTS = 12


def shortcuts(request: Request) -> str:
    """Tiles for the pages that this viewer may open; nothing when home is the only one."""
    reached = [item for item in registry.of(MenuItem) if item.shown_to(request.viewer)]
    items = [item for item in reached if item.url_name != "home" and item.section != PERSON]
    return render_to_string("kit/shortcuts.html", {"items": items[:SHORTCUTS]}, request) if items else ""


MODULE = Module(
    name="kit",
    label=_("Platform"),
    declares=(
        ScheduledJob("kit.keep_statistics", "17 * * * *", keep_statistics),
        MenuItem(_("Home"), "home", icon="home", order=0, dock=True),
        HomeCard("inbox", inbox_card, order=3),
        HomeCard("shortcuts", shortcuts, order=900, width="full"),
    ),
)
