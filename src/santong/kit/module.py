"""What the kit itself declares: the home page, and short ways to everything from there."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from santong.kit.badges import badges_of
from santong.kit.home import HomeCard
from santong.kit.http import Request
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


def waiting(request: Request) -> str:
    """What the numbers beside the menu count, in words; nothing when nothing waits."""
    reached = [item for item in registry.of(MenuItem) if item.shown_to(request.viewer)]
    numbers = badges_of(request.viewer, reached)
    lines = [(item, numbers[item.url_name]) for item in reached if numbers.get(item.url_name)]
    return render_to_string("kit/waiting.html", {"lines": lines}, request) if lines else ""


MODULE = Module(
    name="kit",
    label=_("Platform"),
    declares=(
        ScheduledJob("kit.keep_statistics", "17 * * * *", keep_statistics),
        MenuItem(_("Home"), "home", icon="home", order=0, dock=True),
        HomeCard("waiting", waiting, order=40, width="narrow"),
        HomeCard("shortcuts", shortcuts, order=900, width="full"),
    ),
)
