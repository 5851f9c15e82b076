"""What the kit itself declares: the home page, and short ways to everything from there."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from santong.kit.http import Request
from santong.kit.registry import HomeCard, MenuItem, Module, registry
from santong.kit.shell import PERSON

SHORTCUTS = 12


def shortcuts(request: Request) -> str:
    """Tiles for the pages that this viewer may open; nothing when home is the only one."""
    reached = [item for item in registry.every("menu") if item.shown_to(request.viewer)]
    items = [item for item in reached if item.url_name != "home" and item.section != PERSON]
    return render_to_string("kit/shortcuts.html", {"items": items[:SHORTCUTS]}, request) if items else ""


MODULE = Module(
    name="kit",
    label=_("Platform"),
    menu=(MenuItem(_("Home"), "home", icon="home", order=0, dock=True),),
    home_cards=(HomeCard("shortcuts", shortcuts, order=900, width="full"),),
)
