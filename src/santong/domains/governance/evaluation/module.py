"""Inspection and evaluation: standards as data, self-diagnosis first, experts, findings, objections, sealed results."""

from django.utils.translation import gettext_lazy as _

from santong.domains.governance.evaluation import intake
from santong.domains.governance.evaluation.audit import ACTIONS
from santong.domains.governance.evaluation.jobs import remind
from santong.domains.governance.evaluation.models import APPLY, VIEW, WRITE
from santong.domains.governance.evaluation.panels import at_home
from santong.domains.governance.evaluation.printing import SHEET
from santong.domains.governance.evaluation.queries import entries_of, readable_files
from santong.domains.governance.evaluation.searching import find
from santong.domains.governance.evaluation.todos import TODOS
from santong.domains.platform.files.public import FileReaders
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
READERS = (*WRITERS, "inspector", "principal", "region_administrator")

MODULE = Module(
    name="evaluation",
    label=_("Inspection and evaluation"),
    declares=(
        Permission(VIEW, _("See evaluations"), READERS),
        Permission(WRITE, _("Write standards, announce rounds and publish results"), WRITERS),
        Permission(APPLY, _("Answer for a place in evaluations"), ("principal", "county_officer")),
        MenuItem(
            _("Inspection and evaluation"), "evaluation:evaluations", "clipboard-check", permission=VIEW,
            topic="reporting", order=5, note=_("Computed first; then looked at"),
        ),
        *TODOS,
        HomeCard("evaluation", at_home, order=37, width="narrow"),
        CalendarEntries(
            "evaluation", _("Inspection and evaluation"), "clipboard-check", entries_of, permission=VIEW, hue=6,
            order=47,
        ),
        SearchSource("evaluation", _("Inspection and evaluation"), find, order=60),
        Verb(
            _("New round of evaluation"), "clipboard-check", WRITE, "evaluation:evaluations-new",
            words=_("inspection accreditation appraisal standard"), order=33,
        ),
        FileReaders(readable_files),
        SHEET,
        *ACTIONS,
        ScheduledJob("evaluation.remind", "50 9 * * *", remind),
        DemoStep("evaluation", "santong.domains.governance.evaluation.demo.evaluate", order=99),
        HandbookSection("evaluation", _("Inspection and evaluation"), ("evaluation:evaluations",)),
    ),
)  # fmt: skip

INTAKES = (intake.note_later, intake.judge_later)
