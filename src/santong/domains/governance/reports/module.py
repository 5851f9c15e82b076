"""Periodic reports: filled from what the platform knows, looked at, confirmed from school to city, sealed."""

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.reports.audit import ACTIONS
from santong.domains.governance.reports.comparing import look_again
from santong.domains.governance.reports.jobs import open_due
from santong.domains.governance.reports.models import CONFIRM, VIEW, WRITE
from santong.domains.governance.reports.panels import at_home
from santong.domains.governance.reports.printing import SHEET
from santong.domains.governance.reports.queries import entries_of
from santong.domains.governance.reports.searching import find
from santong.domains.governance.reports.telling import remind
from santong.domains.governance.reports.todos import TODOS
from santong.kit.access.roles import Permission
from santong.kit.agenda import CalendarEntries
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

WRITERS = ("bureau_officer", "county_officer")
CONFIRMERS = (*WRITERS, "principal")
READERS = (*CONFIRMERS, "inspector", "region_administrator")

MODULE = Module(
    name="reports",
    label=_("Periodic reports"),
    declares=(
        Permission(VIEW, _("See periodic reports"), READERS),
        Permission(WRITE, _("Write report templates and open rounds"), WRITERS),
        Permission(CONFIRM, _("Confirm the reports of a place"), CONFIRMERS),
        MenuItem(
            _("Periodic reports"), "reports:rounds", "report", permission=VIEW, topic="reporting", order=1,
            note=_("Filled already; look and confirm"),
        ),
        MenuItem(
            _("Reports of places"), "reports:reports", "list-details", permission=WRITE, topic="reporting", order=2,
            note=_("Who has confirmed what"),
        ),
        MenuItem(
            _("Report templates"), "reports:report-templates", "forms", permission=WRITE, topic="reporting", order=3,
            note=_("What is asked for, by whose authority"),
        ),
        MenuItem(
            _("Fields of reports"), "reports:report-fields", "list-check", permission=WRITE, topic="reporting", order=4,
            note=_("What fills each of them"),
        ),
        *TODOS,
        HomeCard("reports", at_home, permission=VIEW, order=36, width="narrow"),
        CalendarEntries("reports", _("Periodic reports"), "report", entries_of, permission=CONFIRM, hue=5, order=46),
        SearchSource("reports", _("Periodic reports"), find, order=59),
        Verb(
            _("New report template"), "forms", WRITE, "reports:report-templates-new",
            words=_("report template monthly fields"), order=32,
        ),
        SHEET,
        *ACTIONS,
        ScheduledJob("reports.open_due", "40 3 * * *", open_due),
        ScheduledJob("reports.look_again", "10 4 * * *", look_again),
        ScheduledJob("reports.remind", "30 9 * * *", remind),
        DemoStep("reports", "santong.domains.governance.reports.demo.report", order=98),
        HandbookSection("reports", _("Periodic reports"), ("reports:rounds", "reports:reports")),
        HandbookSection(
            "report-templates", _("Report templates"), ("reports:report-templates", "reports:report-fields")
        ),
    ),
)  # fmt: skip
