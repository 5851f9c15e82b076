"""What the module of calendars declares."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.calendars.home import week_card, week_note
from santong.kit.registry import DayNote, DemoStep, HomeCard, MenuItem, Module, Permission

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
    permissions=(
        Permission("calendars.view", _("See calendars"), (*STAFF, "class_teacher", "subject_teacher", "inspector")),
        Permission("calendars.change", _("Change calendars"), STAFF),
    ),
    menu=(MenuItem(_("School calendar"), "calendars:mine", icon="calendar", section="main", order=80),),
    day_notes=(DayNote("week", week_note),),
    home_cards=(HomeCard("calendar", week_card, order=90, width="narrow"),),
    demo=(DemoStep("calendars", "santong.domains.platform.calendars.demo.set_calendars", order=15),),
)
