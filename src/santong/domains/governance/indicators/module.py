"""Indicators, targets and plans: how every school stands, computed from what the platform knows already."""

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.indicators.audit import ACTIONS
from santong.domains.governance.indicators.jobs import compute_open_months
from santong.domains.governance.indicators.models import VIEW, WRITE
from santong.domains.governance.indicators.panels import at_home
from santong.domains.governance.indicators.searching import find
from santong.domains.platform.discussion.public import discussed
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

WRITERS = ("bureau_officer", "county_officer")
READERS = (*WRITERS, "region_administrator", "inspector", "principal")

MODULE = Module(
    name="indicators",
    label=_("Indicators and plans"),
    declares=(
        Permission(VIEW, _("See indicators and plans"), READERS),
        Permission(WRITE, _("Write indicators, plans and targets"), WRITERS),
        MenuItem(
            _("Indicators"), "indicators:board", "target", permission=VIEW, topic="data", order=2,
            note=_("How the place stands, computed"),
        ),
        MenuItem(
            _("Plans and targets"), "indicators:plans", "flag", permission=VIEW, topic="data", order=3,
            note=_("What is to be reached, and who lags"),
        ),
        MenuItem(
            _("Definitions of indicators"), "indicators:definitions", "info-circle", permission=VIEW, topic="data",
            order=4, note=_("Formulas, examples, versions"),
        ),
        HomeCard("indicators", at_home, permission=VIEW, order=38, width="narrow"),
        SearchSource("indicators", _("Indicators"), find, order=58),
        Verb(
            _("New indicator"), "target", WRITE, "indicators:definitions-new", words=_("indicator formula figure"),
            order=30,
        ),
        Verb(_("New plan"), "flag", WRITE, "indicators:plans-new", words=_("plan target goal"), order=31),
        *discussed(
            "indicators.Plan", "indicators:plans-detail", history=VIEW,
            objection=lambda viewer, row: _("It is one of the library. Copy it to talk about it.")
            if row.is_shipped else "",
        ),
        *ACTIONS,
        ScheduledJob("indicators.compute", "25 * * * *", compute_open_months),
        DemoStep("indicators", "santong.domains.governance.indicators.demo.fill_indicators", order=97),
        HandbookSection(
            "indicators", _("Indicators"), ("indicators:board", "indicators:definitions")
        ),
        HandbookSection("plans", _("Plans and targets"), ("indicators:plans",)),
    ),
)  # fmt: skip
