"""Course choice (选课走班): rounds with ranked wishes and lots, and moving classes formed of what was chosen."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.choices.audit import ACTIONS
from santong.domains.campus.choices.models import KEEP, VIEW
from santong.domains.campus.choices.resealing import reseal
from santong.domains.campus.choices.timetabled import SOURCE
from santong.domains.campus.choices.todos import TO_CONFIRM, TO_RANK
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module
from santong.kit.resealing import Resealed

KEEPERS = ("principal", "teaching_affairs")
TEACHERS = ("class_teacher", "subject_teacher")

MODULE = Module(
    name="choices",
    label=_("Course choice"),
    declares=(
        Permission(VIEW, _("See course choices and moving classes"), (*KEEPERS, *TEACHERS)),
        Permission(KEEP, _("Arrange course choices and moving classes"), KEEPERS),
        MenuItem(
            _("Course choice"), "choices:course-choices", "list-check", permission=VIEW, topic="teaching", order=24,
            note=_("Offers, wishes, lots"),
        ),
        MenuItem(
            _("Moving classes"), "choices:moving-classes", "route", permission=VIEW, topic="teaching", order=25,
            note=_("Groups of 3+1+2 in bands"),
        ),
        MenuItem(
            _("Course choice"), "choices:course-wishes", "list-check", categories=("pupil",), topic="learning",
            order=84,
        ),
        MenuItem(
            _("Course choice"), "choices:course-wishes", "list-check", categories=("parent",), topic="child", order=16,
            note=_("What my child chooses"),
        ),
        Verb(_("Let pupils choose courses"), "list-check", KEEP, "choices:course-choices-new",
             words=_("course choice electives combinations"), order=46),
        SOURCE,
        TO_RANK,
        TO_CONFIRM,
        *ACTIONS,
        Resealed("secrets of course choices", reseal),
        DemoStep("choices", "santong.domains.campus.choices.demo.let_choose", order=86),
        HandbookSection("course-choice", _("Course choice"), ("choices:course-choices", "choices:course-wishes")),
        HandbookSection("moving-classes", _("Moving classes"), ("choices:moving-classes",)),
    ),
)  # fmt: skip
