"""Examinations: papers, rooms and seats by lot, who invigilates, the day itself, results."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.exams.audit import ACTIONS
from santong.domains.campus.exams.crediting import EXAMINED
from santong.domains.campus.exams.importing import ExamResultImport
from santong.domains.campus.exams.models import JOINT, KEEP, RESULTS, SEATS, VIEW
from santong.domains.campus.exams.printing import PRINTABLES
from santong.domains.campus.exams.queries import own_entries
from santong.domains.campus.exams.screens import BLOCK
from santong.kit.access.roles import Permission
from santong.kit.agenda import CalendarEntries
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

KEEPERS = ("principal", "teaching_affairs")
TEACHERS = ("class_teacher", "subject_teacher")
ABOVE = ("county_officer", "bureau_officer", "inspector")

MODULE = Module(
    name="exams",
    label=_("Examinations"),
    declares=(
        EXAMINED,
        Permission(VIEW, _("See examinations, and who invigilates"), (*KEEPERS, *TEACHERS, "school_it", *ABOVE)),
        Permission(KEEP, _("Arrange examinations of a school"), KEEPERS),
        Permission(JOINT, _("Set joint examinations for schools"), ("county_officer", "bureau_officer")),
        Permission(SEATS, _("See the seats of pupils"), (*KEEPERS, *TEACHERS)),
        Permission(RESULTS, _("See results of examinations"), (*KEEPERS, "class_teacher")),
        MenuItem(
            _("Examinations"), "exams:examinations", "clipboard-list", permission=VIEW, topic="teaching", order=20,
            note=_("Papers, rooms, seats, invigilators"),
        ),
        MenuItem(
            _("Joint examinations"), "exams:joint-examinations", "clipboard-list", permission=JOINT, topic="teaching",
            order=22, note=_("For all schools of a county or city"),
        ),
        MenuItem(
            _("My invigilations"), "exams:mine", "clipboard-check", permission=VIEW, categories=("staff",),
            topic="teaching", order=21,
        ),
        MenuItem(_("My exams"), "exams:mine", "clipboard-list", categories=("parent",), topic="child", order=14,
                 note=_("Time, room, seat, number")),
        MenuItem(_("My exams"), "exams:mine", "clipboard-list", categories=("pupil",), topic="learning", order=82),
        Verb(_("Arrange an examination"), "clipboard-list", KEEP, "exams:examinations-new",
             words=_("exam test seats invigilators"), order=44),
        CalendarEntries("exams", _("Examinations"), "clipboard-list", own_entries, hue=5, order=18),
        BLOCK,
        ExamResultImport(),
        *PRINTABLES,
        *ACTIONS,
        DemoStep("exams", "santong.domains.campus.exams.demo.examine", order=84),
        HandbookSection("examinations", _("Examinations"), ("exams:examinations", "exams:joint-examinations")),
        HandbookSection("exam-day", _("Day and results of an examination"), ("exams:examinations",)),
        HandbookSection("my-exams", _("My exams"), ("exams:mine",)),
    ),
)  # fmt: skip
