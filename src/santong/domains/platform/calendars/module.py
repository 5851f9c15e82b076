"""Terms, holidays, make-up days and periods, inherited down the tree."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.calendars.audit import ACTIONS
from santong.domains.platform.calendars.home import week_card, week_note
from santong.domains.platform.calendars.panels import CalendarPanel
from santong.domains.platform.calendars.screens import BLOCK
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import DayNote, HomeCard
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.registry import Module

STAFF = (
    "region_administrator",
    "bureau_officer",
    "county_officer",
    "principal",
    "school_it",
    "teaching_affairs",
)

MODULE = Module(
    name="calendars",
    label=_("Calendars"),
    declares=(
        Permission("calendars.view", _("See calendars"), (*STAFF, "class_teacher", "subject_teacher", "inspector")),
        Permission("calendars.change", _("Change calendars"), STAFF),
        MenuItem(_("School calendar"), "calendars:mine", icon="calendar", topic="calendar", order=80),
        BLOCK,
        DayNote("week", week_note),
        HomeCard("calendar", week_card, order=90, width="narrow"),
        DemoStep("calendars", "santong.domains.platform.calendars.demo.set_calendars", order=15),
        PanelOn("organisations.Organisation", CalendarPanel(_("School calendar"), side=True)),
        *ACTIONS,
        HandbookSection("calendar", _("School calendar"), ("calendars:mine",)),
    ),
)
