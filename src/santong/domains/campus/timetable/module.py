"""Timetables: the lessons of the week, what is otherwise on a day, who stands in for whom."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.timetable.audit import ACTIONS
from santong.domains.campus.timetable.home import lessons_card
from santong.domains.campus.timetable.importing import SlotImport
from santong.domains.campus.timetable.measures import CHANGED
from santong.domains.campus.timetable.models import ARRANGE, COLLEAGUES, FIGURES, VIEW
from santong.domains.campus.timetable.panels import TimetableLink
from santong.domains.campus.timetable.printing import PRINTABLES
from santong.domains.campus.timetable.queries import own_entries
from santong.domains.campus.timetable.screens import BLOCKS
from santong.domains.campus.timetable.todos import SWAPS
from santong.kit.access.roles import Permission
from santong.kit.agenda import CalendarEntries
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module

ARRANGERS = ("principal", "teaching_affairs")
STAFF = (*ARRANGERS, "school_it", "class_teacher", "subject_teacher")
ABOVE = ("region_administrator", "bureau_officer", "county_officer", "inspector")

MODULE = Module(
    name="timetable",
    label=_("Timetable"),
    declares=(
        Permission(VIEW, _("See the timetable of classes"), (*STAFF, *ABOVE, "pupil", "parent")),
        Permission(COLLEAGUES, _("See the timetables of the whole school"), STAFF),
        Permission(ARRANGE, _("Make timetables, and arrange who stands in"), ARRANGERS),
        Permission(FIGURES, _("See figures of lessons"), (*ARRANGERS, *ABOVE)),
        MenuItem(
            _("Timetable"), "timetable:week", "table", permission=VIEW, topic="teaching", order=10,
            note=_("Lessons of the week"),
        ),
        MenuItem(
            _("Changes of lessons"), "timetable:lesson-changes", "replace", permission=COLLEAGUES, topic="teaching",
            order=12, note=_("Who stands in for whom"),
        ),
        MenuItem(
            _("Timetables"), "timetable:timetables", "table", permission=ARRANGE, topic="teaching", order=14,
            note=_("Drafts, and the one that holds"),
        ),
        MenuItem(
            _("Swaps asked for"), "timetable:swap-offers", "replace", permission=COLLEAGUES, topic="teaching",
            order=13, note=_("Lessons that colleagues exchange"),
        ),
        SWAPS,
        HomeCard("lessons", lessons_card, permission=VIEW, order=2, width="narrow"),
        CalendarEntries("lessons", _("My lessons"), "table", own_entries, permission=VIEW, hue=2, order=15),
        *BLOCKS,
        SlotImport(),
        PanelOn("organisations.Organisation", TimetableLink(_("Timetable"), side=True)),
        Verb(
            _("Arrange an absence"), "user-minus", ARRANGE, "timetable:absence",
            words=_("substitute cover ill stand in"), order=8,
        ),
        Verb(_("Look at a timetable"), "table", VIEW, "timetable:week", words=_("lessons schedule"), order=9),
        DemoStep("timetable", "santong.domains.campus.timetable.demo.make_timetables", order=60),
        *PRINTABLES,
        CHANGED,
        *ACTIONS,
        HandbookSection("timetable", _("Timetable"), ("timetable:week", "timetable:timetables")),
        HandbookSection("lesson-changes", _("Who stands in"), ("timetable:lesson-changes", "timetable:swap-offers")),
    ),
)  # fmt: skip
