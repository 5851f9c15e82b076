"""Where resources come from: calls and their harvest, purchased packs, certificates, points, a school's own
library.
"""

from django.utils.translation import gettext_lazy as _

from santong.domains.learning.sourcing.actions.merging import join_accounts, part_accounts
from santong.domains.learning.sourcing.audit import ACTIONS
from santong.domains.learning.sourcing.panels import PANEL
from santong.domains.learning.sourcing.permissions import (
    ANSWER,
    CERTIFY,
    KEEP,
    OVERSEE_POINTS,
    PACKS,
    POINTS,
    PUBLISH,
    SPEND,
)
from santong.domains.learning.sourcing.printing import CERTIFICATE
from santong.domains.learning.sourcing.todos import ANSWERS, CALLS
from santong.domains.platform.duplicates.public import MergeRule
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module

OVERSEERS = ("bureau_officer", "county_officer", "principal", "teaching_affairs")
AUTHORS = (*OVERSEERS, "class_teacher", "subject_teacher")

MODULE = Module(
    name="sourcing",
    label=_("Sources of resources"),
    declares=(
        Permission(PUBLISH, _("Publish calls for resources and decide about the answers"), OVERSEERS),
        Permission(ANSWER, _("Answer calls for resources"), AUTHORS),
        Permission(PACKS, _("Use purchased packs"), AUTHORS),
        Permission(KEEP, _("Keep purchased packs"), OVERSEERS),
        Permission(CERTIFY, _("Certify resources"), OVERSEERS),
        Permission(POINTS, _("Have an account of points"), AUTHORS),
        Permission(SPEND, _("Spend the points of a place"), ("principal", "teaching_affairs")),
        # Whose lines say what they are for, so only for who oversees the library.
        Permission(OVERSEE_POINTS, _("Oversee the ledger of points"), ("bureau_officer",)),
        MenuItem(
            _("School-based library"),
            "sourcing:school-library",
            icon="school",
            permission="resources.view",
            topic="resources",
            order=11,
            categories=("staff",),
        ),
        MenuItem(
            _("Calls for resources"),
            "sourcing:calls",
            icon="inbox",
            permission=ANSWER,
            topic="resources",
            order=12,
        ),
        MenuItem(_("Purchased packs"), "sourcing:packs", icon="package", permission=PACKS, topic="resources", order=14),
        MenuItem(
            _("Certified resources"),
            "sourcing:certificates",
            icon="award",
            permission=CERTIFY,
            topic="resources",
            order=15,
        ),
        MenuItem(_("Points"), "sourcing:points", icon="credit-card", permission=POINTS, topic="resources", order=16),
        CALLS,
        ANSWERS,
        DemoStep("sourcing", "santong.domains.learning.sourcing.demo.fill", order=66),
        Verb(_("New call"), "inbox", PUBLISH, "sourcing:calls-new", words=_("collect call-for"), order=12),
        Verb(_("New pack"), "package", KEEP, "sourcing:packs-new", words=_("purchase buy"), order=14),
        PanelOn("resources.Resource", PANEL),
        CERTIFICATE,
        MergeRule(
            "points",
            stays={"sourcing.Account.person": "its points go over by an entry in the ledger"},
            hand_over=join_accounts,
            take_back=part_accounts,
        ),
        *ACTIONS,
        HandbookSection("school-library", _("School-based library"), ("sourcing:school-library",)),
        HandbookSection("calls", _("Calls for resources"), ("sourcing:calls",)),
        HandbookSection("packs", _("Purchased packs"), ("sourcing:packs",)),
        HandbookSection("certificates", _("Certified resources"), ("sourcing:certificates",)),
        HandbookSection("points", _("Points"), ("sourcing:points",)),
    ),
)
