"""Early warnings about pupils and classes: from attendance and results, seen to in the school, never leaving it."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.warnings.audit import ACTIONS
from santong.domains.campus.warnings.jobs import look_for_warnings
from santong.domains.campus.warnings.measures import PUPILS_WARNED
from santong.domains.campus.warnings.models import COUNTS, HANDLE, RULES, VIEW
from santong.domains.campus.warnings.panels import OF_PUPIL, at_home
from santong.domains.campus.warnings.resealing import reseal
from santong.domains.campus.warnings.sources import SOURCES
from santong.domains.campus.warnings.todos import WARNINGS
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module
from santong.kit.resealing import Resealed

OFFICERS = ("bureau_officer", "county_officer")
SCHOOL = ("class_teacher", "teaching_affairs", "principal")

MODULE = Module(
    name="warnings",
    label=_("Early warnings"),
    declares=(
        Permission(VIEW, _("See early warnings of a school"), SCHOOL),
        Permission(HANDLE, _("See to early warnings"), SCHOOL),
        Permission(RULES, _("Set thresholds of warnings"), (*OFFICERS, "principal")),
        Permission(COUNTS, _("See how many early warnings there are"), (*OFFICERS, "principal", "teaching_affairs")),
        *SOURCES,
        MenuItem(
            _("Early warnings"), "warnings:early-warnings", "bell-ringing", permission=VIEW, topic="pupils", order=40,
            note=_("Who should be looked at early"),
        ),
        MenuItem(
            _("Thresholds of warnings"), "warnings:warning-rules", "adjustments-horizontal", permission=RULES,
            topic="settings", order=70, note=_("From when on it is warned"),
        ),
        WARNINGS,
        HomeCard("early_warnings", at_home, permission=VIEW, order=34, width="narrow"),
        PanelOn("students.Pupil", OF_PUPIL, order=60),
        PUPILS_WARNED,
        Verb(
            _("Set a threshold of warnings"), "adjustments-horizontal", RULES, "warnings:warning-rules-new",
            words=_("early warning threshold"), order=67,
        ),
        *ACTIONS,
        Resealed("notes of early warnings", reseal),
        ScheduledJob("warnings.look_for_warnings", "30 5 * * *", look_for_warnings),
        DemoStep("warnings", "santong.domains.campus.warnings.demo.look", order=90),
        HandbookSection("early-warnings", _("Early warnings"), ("warnings:early-warnings", "warnings:warning-rules")),
    ),
)  # fmt: skip
