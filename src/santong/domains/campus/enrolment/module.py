"""Enrolment: rounds with districts, places and rules, applications of families, review, admission by rules and lots."""

from django.utils.translation import gettext_lazy as _

from santong.domains.campus.enrolment.audit import ACTIONS
from santong.domains.campus.enrolment.home import county_card, family_card
from santong.domains.campus.enrolment.importing import DistrictImport
from santong.domains.campus.enrolment.models import PLAN, REVIEW, VIEW
from santong.domains.campus.enrolment.resealing import reseal_applications, reseal_draws
from santong.domains.campus.enrolment.todos import TODOS
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.home import HomeCard
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module
from santong.kit.resealing import Resealed

BUREAU = ("county_officer", "bureau_officer")
SCHOOL = ("principal", "teaching_affairs")

MODULE = Module(
    name="enrolment",
    label=_("Enrolment"),
    declares=(
        Permission(VIEW, _("See enrolment rounds and school districts"), (*BUREAU, *SCHOOL, "inspector", "parent")),
        Permission(PLAN, _("Keep enrolment rounds and school districts"), BUREAU),
        Permission(REVIEW, _("Review applications for schools"), (*BUREAU, *SCHOOL)),
        MenuItem(
            _("Enrolment"), "enrolment:enrolment-rounds", "user-plus", permission=VIEW, topic="pupils", order=38,
            categories=("staff",), note=_("Rounds, places, rules and the public draw"),
        ),
        MenuItem(
            _("Applications"), "enrolment:enrolment-applications", "list-details", permission=REVIEW, topic="pupils",
            order=39, note=_("Of families, in the order of waiting"),
        ),
        MenuItem(
            _("Enrolment"), "enrolment:mine", "user-plus", permission=VIEW, categories=("parent",), topic="child",
            order=40, note=_("Apply for a school, see how it stands"),
        ),
        HomeCard("enrolment_of_my_children", family_card, order=6),
        HomeCard("enrolment_of_my_bureau", county_card, permission=PLAN, order=32),
        Verb(_("Begin an enrolment round"), "user-plus", PLAN, "enrolment:enrolment-rounds-new",
             words=_("enrolment round districts places"), order=46),
        DistrictImport(),
        *TODOS,
        *ACTIONS,
        Resealed("secrets of draws of places", reseal_draws),
        Resealed("applications for schools", reseal_applications),
        DemoStep("enrolment", "santong.domains.campus.enrolment.demo.run_rounds", order=86),
        HandbookSection("enrolment", _("Enrolment"), ("enrolment:enrolment-rounds",)),
        HandbookSection("enrolment-review", _("Applications"), ("enrolment:enrolment-applications",)),
        HandbookSection("enrolment-families", _("Apply for a school"), ("enrolment:mine",)),
    ),
)  # fmt: skip
