"""Attendance and leave of pupils: roll calls by exception, who is missing, leave asked for by families."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.attendance import intake
from santong.domains.campus.attendance.audit import ACTIONS
from santong.domains.campus.attendance.home import children_card, lesson_card, missing_card, school_card
from santong.domains.campus.attendance.measures import MEASURES
from santong.domains.campus.attendance.models import ASK, CALL, DECIDE, DECIDE_LONG, FIGURES, LESSONS, RULES, VIEW
from santong.domains.campus.attendance.panels import ClassPanel, PupilPanel
from santong.domains.campus.attendance.printing import PRINTABLES
from santong.domains.campus.attendance.queries import readable_through_leave
from santong.domains.campus.attendance.resealing import reseal
from santong.domains.campus.attendance.screens import BLOCK
from santong.domains.campus.attendance.sources import SOURCES
from santong.domains.campus.attendance.todos import LEAVES
from santong.domains.platform.files.public import FileReaders
from santong.kit.access.roles import Permission
from santong.kit.api.operations import Operations
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module
from santong.kit.resealing import Resealed

# School IT among them: whoever keeps a school's interfaces answers for what gates, buses and cards say and read.
SEERS = ("principal", "teaching_affairs", "school_it", "class_teacher", "subject_teacher")
TEACHERS = ("teaching_affairs", "class_teacher", "subject_teacher")
LEADERS = ("principal", "teaching_affairs")
ABOVE = ("region_administrator", "bureau_officer", "county_officer", "inspector")
INTAKE = intake.call_later
"""Importing it declares what may come from the outbox."""

MODULE = Module(
    name="attendance",
    label=_("Attendance"),
    declares=(
        Permission(VIEW, _("See the attendance of pupils"), SEERS),
        Permission(CALL, _("Call the roll and correct it"), ("teaching_affairs", "class_teacher")),
        Permission(LESSONS, _("Call the roll in one's own lessons"), TEACHERS),
        Permission(ASK, _("Ask for leave of a pupil"), ("parent", "class_teacher", *LEADERS)),
        Permission(DECIDE, _("Decide about leave of pupils"), (*LEADERS, "class_teacher")),
        Permission(DECIDE_LONG, _("Decide about long leave of pupils"), LEADERS),
        Permission(RULES, _("Settle rules of leave"), LEADERS),
        Permission(FIGURES, _("See figures of attendance"), (*LEADERS, *ABOVE)),
        *SOURCES,
        BLOCK,
        MenuItem(
            _("Attendance"), "attendance:attendance", "clipboard-check", permission=VIEW, topic="pupils", order=21,
            note=_("Who is missing today"),
        ),
        MenuItem(
            _("Roll call"), "attendance:roll-calls", "checks", permission=LESSONS, topic="pupils", order=22,
            note=_("Of my classes and lessons"),
        ),
        MenuItem(
            _("Leave of pupils"), "attendance:pupil-leave", "calendar-off", permission=DECIDE, topic="pupils", order=23,
            note=_("Asked for, decided, who is away"),
        ),
        MenuItem(
            _("Rules of leave"), "attendance:leave-rules", "settings", permission=RULES, topic="settings", order=70,
        ),
        MenuItem(
            _("Attendance"), "attendance:mine", "clipboard-check", categories=("parent",), topic="child", order=12,
            note=_("At school today, the month, leave"),
        ),
        MenuItem(
            _("Attendance"), "attendance:mine", "clipboard-check", categories=("pupil",), topic="learning", order=80,
        ),
        LEAVES,
        HomeCard("attendance_of_my_class", missing_card, permission=CALL, order=6, width="narrow"),
        HomeCard("attendance_of_my_lesson", lesson_card, permission=LESSONS, order=1, width="narrow"),
        HomeCard("attendance_of_my_school", school_card, permission=DECIDE_LONG, order=28, width="narrow"),
        HomeCard("attendance_of_my_children", children_card, order=4),
        PanelOn("organisations.Organisation", ClassPanel(_("Attendance"), permission=VIEW, side=True)),
        PanelOn("students.Pupil", PupilPanel(_("Attendance"))),
        Verb(_("Call the roll"), "checks", LESSONS, "attendance:roll-calls", words=_("attendance absent missing"),
             order=4),
        Verb(_("Ask for leave of a pupil"), "calendar-off", ASK, "attendance:pupil-leave-new", words=_("sick child"),
             order=3),
        FileReaders(readable_through_leave),
        Resealed("leaves of pupils", reseal),
        Operations("santong.domains.campus.attendance.api.router", order=45),
        DemoStep("attendance", "santong.domains.campus.attendance.demo.fill_weeks", order=72),
        HandbookSection("attendance", _("Attendance"), ("attendance:attendance", "attendance:roll-calls")),
        HandbookSection(
            "pupil-leave", _("Leave of pupils"), ("attendance:pupil-leave", "attendance:leave-rules", "attendance:mine")
        ),
        *MEASURES,
        *PRINTABLES,
        *ACTIONS,
    ),
)  # fmt: skip
