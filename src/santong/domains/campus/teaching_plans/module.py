"""What is taught in a week and what must hold, and the timetables that are found by it."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.teaching_plans.audit import ACTIONS
from santong.domains.campus.teaching_plans.fet import FetImport
from santong.domains.campus.teaching_plans.importing import PlanImport
from santong.domains.campus.teaching_plans.models import CHANGE, VIEW
from santong.domains.campus.teaching_plans.panels import RulesPanel
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module

ARRANGERS = ("principal", "teaching_affairs")
ABOVE = ("region_administrator", "bureau_officer", "county_officer", "inspector")

MODULE = Module(
    name="teaching_plans",
    label=_("Teaching plans"),
    declares=(
        Permission(VIEW, _("See teaching plans and the rules of timetables"), (*ARRANGERS, *ABOVE, "school_it")),
        Permission(CHANGE, _("Keep teaching plans and rules, and search timetables"), ARRANGERS),
        MenuItem(
            _("Teaching plans"), "teaching_plans:teaching-plans", "book", permission=VIEW, topic="teaching", order=16,
            note=_("Lessons of each subject a week"),
        ),
        MenuItem(
            _("Rules of the timetable"), "teaching_plans:timetable-rules", "list-check", permission=VIEW,
            topic="teaching", order=17, note=_("What must and what should hold"),
        ),
        MenuItem(
            _("Make a timetable"), "teaching_plans:timetable-searches", "calculator", permission=CHANGE,
            topic="teaching", order=18, note=_("Plan, rules, and the search"),
        ),
        PlanImport(),
        FetImport(),
        PanelOn("timetable.Timetable", RulesPanel(_("Rules of the school"))),
        Verb(
            _("Search a timetable"), "calculator", CHANGE, "teaching_plans:timetable-searches-new",
            words=_("timetable solver schedule"), order=13,
        ),
        DemoStep("teaching_plans", "santong.domains.campus.teaching_plans.demo.plan_schools", order=61),
        DemoStep("lessons_of_groups", "santong.domains.campus.teaching_plans.demo.put_groups", order=87),
        *ACTIONS,
        HandbookSection(
            "teaching-plans", _("Teaching plans"),
            ("teaching_plans:teaching-plans", "teaching_plans:timetable-rules"),
        ),
        HandbookSection(
            "plan-groups", _("Moving classes in the plan, and FET"), ("teaching_plans:teaching-plans",)
        ),
        HandbookSection("timetable-searches", _("Make a timetable"), ("teaching_plans:timetable-searches",)),
    ),
)  # fmt: skip
