"""Week plan and duty: what a school or bureau has on in the week, who is on duty, swaps, the duty log."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.duty.audit import ACTIONS
from santong.domains.campus.duty.home import duty_card
from santong.domains.campus.duty.models import KEEP, PHONE, VIEW
from santong.domains.campus.duty.queries import duty_entries, plan_entries
from santong.domains.campus.duty.screens import BLOCKS
from santong.domains.campus.duty.todos import SWAPS
from santong.kit.access.roles import Permission
from santong.kit.agenda import CalendarEntries
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

KEEPERS = ("bureau_officer", "county_officer", "principal", "teaching_affairs")
STAFF = (*KEEPERS, "inspector", "school_it", "class_teacher", "subject_teacher")

MODULE = Module(
    name="duty",
    label=_("Week plan and duty"),
    declares=(
        Permission(VIEW, _("See the week plan and who is on duty"), STAFF),
        Permission(KEEP, _("Keep the week plan and duty rosters"), KEEPERS),
        Permission(PHONE, _("See the numbers of those on duty"), (*KEEPERS, "school_it")),
        MenuItem(
            _("Week plan"), "duty:week-plan", "calendar-event", permission=VIEW, topic="office", order=24,
            note=_("What is on this week"),
        ),
        MenuItem(
            _("On duty"), "duty:duty", "shield-check", permission=VIEW, topic="office", order=26,
            note=_("Who is on duty, swaps, the log"),
        ),
        SWAPS,
        *BLOCKS,
        HomeCard("duty", duty_card, permission=VIEW, order=35, width="narrow"),
        CalendarEntries("week_plan", _("Week plan"), "calendar-event", plan_entries, permission=VIEW, hue=5, order=30),
        CalendarEntries("duty", _("My turns on duty"), "shield-check", duty_entries, permission=VIEW, hue=3, order=32),
        Verb(_("Add to the week plan"), "calendar-plus", KEEP, "duty:week-plan-new", words=_("week agenda"), order=22),
        Verb(_("Plan duties"), "shield-check", KEEP, "duty:duty-rosters", words=_("duty roster shift"), order=23),
        *ACTIONS,
        DemoStep("duty", "santong.domains.campus.duty.demo.plan_some", order=78),
        HandbookSection("week-plan", _("Week plan"), ("duty:week-plan",)),
        HandbookSection("duty", _("On duty"), ("duty:duty",)),
    ),
)  # fmt: skip
