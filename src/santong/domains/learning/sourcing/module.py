"""What the module of the sources of resources declares."""

from django.utils.translation import gettext_lazy as _

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
from santong.domains.learning.sourcing.queries.calls import open_for
from santong.kit.registry import DemoStep, MenuItem, Module, Permission, Verb

OVERSEERS = ("bureau_officer", "county_officer", "principal", "teaching_affairs")
AUTHORS = (*OVERSEERS, "class_teacher", "subject_teacher")

MODULE = Module(
    name="sourcing",
    label=_("Sources of resources"),
    permissions=(
        Permission(PUBLISH, _("Publish calls for resources and decide about the answers"), OVERSEERS),
        Permission(ANSWER, _("Answer calls for resources"), AUTHORS),
        Permission(PACKS, _("Use purchased packs"), AUTHORS),
        Permission(KEEP, _("Keep purchased packs"), OVERSEERS),
        Permission(CERTIFY, _("Certify resources"), OVERSEERS),
        Permission(POINTS, _("Have an account of points"), AUTHORS),
        Permission(SPEND, _("Spend the points of a place"), ("principal", "teaching_affairs")),
        # Whose lines say what they are for, so only for who oversees the library.
        Permission(OVERSEE_POINTS, _("Oversee the ledger of points"), ("bureau_officer",)),
    ),
    menu=(
        MenuItem(
            _("School-based library"),
            "sourcing:school-library",
            icon="school",
            permission="resources.view",
            section="teaching",
            order=11,
            categories=("staff",),
        ),
        MenuItem(
            _("Calls for resources"),
            "sourcing:calls",
            icon="inbox",
            permission=ANSWER,
            section="teaching",
            order=12,
            badge=open_for,
        ),
        MenuItem(
            _("Purchased packs"), "sourcing:packs", icon="package", permission=PACKS, section="teaching", order=14
        ),
        MenuItem(
            _("Certified resources"),
            "sourcing:certificates",
            icon="award",
            permission=CERTIFY,
            section="teaching",
            order=15,
        ),
        MenuItem(_("Points"), "sourcing:points", icon="credit-card", permission=POINTS, section="teaching", order=16),
    ),
    demo=(DemoStep("sourcing", "santong.domains.learning.sourcing.demo.fill", order=66),),
    verbs=(
        Verb(_("New call"), "inbox", PUBLISH, "sourcing:calls-new", words=_("collect call-for"), order=12),
        Verb(_("New pack"), "package", KEEP, "sourcing:packs-new", words=_("purchase buy"), order=14),
    ),
)
