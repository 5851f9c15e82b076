"""Figures of all that can be counted: the hub, a page for each measure, from the city to the rows behind."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.figures.finding import find
from santong.domains.platform.figures.panels import FiguresPanel, measure_card
from santong.domains.platform.figures.queries import PERMISSION
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import SearchSource
from santong.kit.registry import Module

VIEWERS = (
    "region_administrator",
    "bureau_officer",
    "county_officer",
    "inspector",
    "principal",
    "school_it",
    "teaching_affairs",
)

MODULE = Module(
    name="figures",
    label=_("Figures"),
    declares=(
        Permission(PERMISSION, _("See figures of schools and regions"), VIEWERS),
        MenuItem(
            _("Figures"), "figures:hub", "chart-line", PERMISSION, topic="data", order=5, note=_("All that is counted")
        ),
        measure_card("pupils", "staff", "accounts_activated", "coverage", name="figures", order=40),
        PanelOn("organisations.Organisation", FiguresPanel(_("Figures"), permission=PERMISSION), order=60),
        SearchSource("figures", _("Figures"), find, order=60),
        DemoStep("figures", "santong.domains.platform.figures.demo.fill_figures", order=95),
        HandbookSection("figures", _("Figures"), ("figures:hub",)),
    ),
)
