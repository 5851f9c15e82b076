"""Data checks: figures that can't be, stand out or jump, sources that disagree, until they are right or explained."""

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.checks.audit import ACTIONS
from santong.domains.governance.checks.jobs import check_figures
from santong.domains.governance.checks.measures import OPEN_ISSUES
from santong.domains.governance.checks.models import EXPLAIN, VIEW, WRITE
from santong.domains.governance.checks.panels import OF_SCHOOL, at_home
from santong.domains.governance.checks.todos import ISSUES
from santong.kit.access.roles import Permission
from santong.kit.dashboards import CARD, TREND, Dashboard, Shown
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module

WRITERS = ("bureau_officer", "county_officer")
KEEPERS = ("principal", "school_it", "teaching_affairs")
READERS = (*WRITERS, *KEEPERS, "inspector", "region_administrator")

MODULE = Module(
    name="checks",
    label=_("Data checks"),
    declares=(
        Permission(VIEW, _("See data issues"), READERS),
        Permission(EXPLAIN, _("Explain the figures of a school"), ("principal",)),
        Permission(WRITE, _("Write checks of figures and settle sources"), WRITERS),
        MenuItem(
            _("Data issues"), "checks:issues", "stethoscope", permission=VIEW, topic="data", order=6,
            note=_("What can't be, stands out, or disagrees"),
        ),
        ISSUES,
        HomeCard("data_issues", at_home, permission=VIEW, order=37, width="narrow"),
        PanelOn("organisations.Organisation", OF_SCHOOL, order=60),
        OPEN_ISSUES,
        Dashboard(
            "data_checks", _("Data checks"), order=70, note=_("How many figures are still to be looked at"),
            panels=(Shown(CARD, measure="data_issues"), Shown(TREND, measure="data_issues")),
        ),
        Verb(
            _("New rule for data"), "stethoscope", WRITE, "checks:check-rules-new",
            words=_("outlier conflict anomaly check"), order=66,
        ),
        *ACTIONS,
        ScheduledJob("checks.check_figures", "50 3 * * *", check_figures),
        DemoStep("checks", "santong.domains.governance.checks.demo.check", order=99),
        HandbookSection("data-checks", _("Data checks"), ("checks:issues",)),
    ),
)  # fmt: skip
