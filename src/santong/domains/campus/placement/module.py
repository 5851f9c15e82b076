"""Class placement: pupils of a grade into equal classes, by lots that anybody can draw again."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.placement.audit import ACTIONS
from santong.domains.campus.placement.importing import ResultImport
from santong.domains.campus.placement.models import KEEP, VIEW
from santong.domains.campus.placement.printing import POSTER
from santong.domains.campus.placement.resealing import reseal
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module
from santong.kit.resealing import Resealed

KEEPERS = ("principal", "teaching_affairs")
LOOKING_ON = (
    *KEEPERS, "county_officer", "bureau_officer", "inspector", "class_teacher", "subject_teacher", "parent",
)  # fmt: skip

MODULE = Module(
    name="placement",
    label=_("Class placement"),
    declares=(
        Permission(VIEW, _("See published class placements"), LOOKING_ON),
        Permission(KEEP, _("Place pupils into classes"), KEEPERS),
        MenuItem(
            _("Class placement"), "placement:class-placements", "switch-horizontal", permission=VIEW, topic="pupils",
            order=40, note=_("Equal classes by a public draw"),
        ),
        Verb(_("Place pupils into classes"), "switch-horizontal", KEEP, "placement:class-placements-new",
             words=_("class placement draw lots"), order=45),
        ResultImport(),
        POSTER,
        *ACTIONS,
        Resealed("secrets of draws", reseal),
        DemoStep("placement", "santong.domains.campus.placement.demo.place_some", order=82),
        HandbookSection("class-placement", _("Class placement"), ("placement:class-placements",)),
    ),
)  # fmt: skip
