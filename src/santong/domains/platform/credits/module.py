"""Credits: schemes as rules, courses taken, how pupils and staff stand and what they lack, each credit traced."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.credits.audit import ACTIONS
from santong.domains.platform.credits.importing import CreditImport
from santong.domains.platform.credits.jobs import compute_all
from santong.domains.platform.credits.measures import SHORT
from santong.domains.platform.credits.models import AWARD, FIGURES, KEEP, SCHEMES, VIEW, WRITE
from santong.domains.platform.credits.printing import PRINTABLES
from santong.domains.platform.credits.todos import CORRECTIONS
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.public import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

KEEPERS = ("principal", "teaching_affairs")
OFFICERS = ("bureau_officer", "county_officer")

MODULE = Module(
    name="credits",
    label=_("Credits"),
    declares=(
        Permission(SCHEMES, _("See schemes of credits"), (*OFFICERS, "inspector", *KEEPERS, "class_teacher")),
        Permission(WRITE, _("Write and publish schemes of credits"), (*OFFICERS, *KEEPERS)),
        Permission(VIEW, _("See the credits of people"), (*KEEPERS, "class_teacher")),
        Permission(AWARD, _("Enter courses that people took"), (*KEEPERS, "class_teacher")),
        Permission(KEEP, _("Import, cancel and correct courses taken"), KEEPERS),
        Permission(FIGURES, _("See figures of credits"), (*OFFICERS, "inspector", *KEEPERS)),
        MenuItem(
            _("Credits"), "credits:credit-standings", "school", categories=("staff",), topic="teaching", order=40,
            note=_("Of pupils, and one's own training hours"),
        ),
        MenuItem(
            _("Credits"), "credits:credit-standings", "school", categories=("pupil",), topic="learning", order=86,
        ),
        MenuItem(
            _("Credits"), "credits:credit-standings", "school", categories=("parent",), topic="child", order=18,
            note=_("How my child stands"),
        ),
        MenuItem(
            _("Credit schemes"), "credits:credit-schemes", "list-check", permission=SCHEMES, topic="teaching",
            order=41, note=_("Rules, versions, school courses"),
        ),
        Verb(_("Enter a course for a class"), "plus", AWARD, "credits:award-places",
             words=_("credits award passed training hours"), order=47),
        CORRECTIONS,
        SHORT,
        CreditImport(),
        *PRINTABLES,
        *ACTIONS,
        ScheduledJob("credits", "35 2 * * *", compute_all, order=60),
        DemoStep("credits", "santong.domains.platform.credits.demo.collect", order=88),
        HandbookSection("credits", _("Credits"), ("credits:credit-standings",)),
        HandbookSection("credit-schemes", _("Credit schemes"), ("credits:credit-schemes",)),
    ),
)  # fmt: skip
