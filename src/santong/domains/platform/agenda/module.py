"""One's calendar by day, week, month and list, of what all modules put into it; iCalendar and CalDAV."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.agenda.audit import ACTIONS
from santong.domains.platform.agenda.models import KEEP
from santong.domains.platform.agenda.queries import due_entries, own_entries, school_entries
from santong.kit.access.roles import Permission
from santong.kit.agenda import CalendarEntries
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

EVERYBODY = (
    "region_administrator",
    "security_officer",
    "auditor",
    "bureau_officer",
    "county_officer",
    "inspector",
    "principal",
    "school_it",
    "teaching_affairs",
    "class_teacher",
    "subject_teacher",
    "enterprise_tutor",
    "resource_reviewer",
    "pupil",
    "parent",
)

MODULE = Module(
    name="agenda",
    label=_("Agenda"),
    declares=(
        Permission(KEEP, _("Keep their own calendar"), EVERYBODY),
        MenuItem(_("Agenda"), "agenda:agenda", "calendar", permission=KEEP, topic="calendar", order=10),
        CalendarEntries("own", _("Own entries"), "user", own_entries, hue=3, order=10),
        CalendarEntries("due", _("Deadlines"), "flag", due_entries, hue=4, order=20),
        CalendarEntries("school", _("School calendar"), "school", school_entries, hue=1, order=30),
        Verb(
            _("Write into my calendar"), "calendar-plus", KEEP, "agenda:agenda/entries-new",
            words=_("appointment remind"), order=15,
        ),
        Verb(_("Read my calendar on my phone"), "rss", KEEP, "agenda:feeds-new", words=_("ical caldav"), order=80),
        DemoStep("agenda", "santong.domains.platform.agenda.demo.write_some", order=73),
        *ACTIONS,
        HandbookSection("agenda", _("Agenda"), ("agenda:agenda",)),
    ),
)  # fmt: skip
