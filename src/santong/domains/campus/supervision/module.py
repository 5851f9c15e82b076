"""Supervised tasks: given to places with a date and milestones, led, put off, reported, settled; who is where."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.supervision.audit import ACTIONS
from santong.domains.campus.supervision.measures import MEASURES
from santong.domains.campus.supervision.models import ISSUE, LEAD, TAKE_PART, VIEW
from santong.domains.campus.supervision.panels import hub_card
from santong.domains.campus.supervision.printing import SHEET
from santong.domains.campus.supervision.queries import entries_of, readable_through_evidence
from santong.domains.campus.supervision.searching import find
from santong.domains.campus.supervision.telling import remind_of_due
from santong.domains.campus.supervision.todos import TODOS
from santong.domains.platform.discussion.public import discussed
from santong.domains.platform.files.public import FileReaders
from santong.kit.access.roles import Permission
from santong.kit.agenda import CalendarEntries
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.navigation.hubs import HubCard
from santong.kit.palette import SearchSource, Verb
from santong.kit.registry import Module

ISSUERS = ("bureau_officer", "county_officer", "principal")
READERS = (*ISSUERS, "inspector", "teaching_affairs")
STAFF = (*READERS, "school_it", "class_teacher", "subject_teacher")

MODULE = Module(
    name="supervision",
    label=_("Supervised tasks"),
    declares=(
        Permission(VIEW, _("See supervised tasks"), READERS),
        Permission(ISSUE, _("Issue and settle supervised tasks"), ISSUERS),
        Permission(LEAD, _("Answer for the supervised tasks of a place"), (*ISSUERS, "teaching_affairs")),
        Permission(TAKE_PART, _("Answer for single supervised tasks"), STAFF),
        MenuItem(
            _("Supervised tasks"), "supervision:supervision", "flag", permission=VIEW, topic="office", order=18,
            note=_("Decided, given, followed up"),
        ),
        *TODOS,
        HubCard("office", hub_card, permission=VIEW, order=20),
        CalendarEntries("supervision", _("Supervised tasks"), "flag", entries_of, permission=TAKE_PART, hue=4,
                        order=45),
        SearchSource("supervision", _("Supervised tasks"), find, order=45),
        Verb(
            _("Issue a supervised task"), "flag", ISSUE, "supervision:supervised-new",
            words=_("supervision follow-up deadline"), order=14,
        ),
        *discussed("supervision.Assignment", "supervision:supervision-detail", history=VIEW),
        FileReaders(readable_through_evidence),
        SHEET,
        *MEASURES,
        *ACTIONS,
        ScheduledJob("supervision.remind_of_due", "20 7 * * *", remind_of_due),
        DemoStep("supervision", "santong.domains.campus.supervision.demo.supervise", order=74),
        HandbookSection("supervision", _("Supervised tasks"), ("supervision:supervision",)),
    ),
)  # fmt: skip
