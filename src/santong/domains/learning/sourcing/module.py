"""What the module of the sources of resources declares."""

from django.utils.translation import gettext_lazy as _

from santong.domains.learning.sourcing.permissions import ANSWER, PUBLISH
from santong.domains.learning.sourcing.queries.calls import open_for
from santong.kit.registry import DemoStep, MenuItem, Module, Permission

OVERSEERS = ("bureau_officer", "county_officer", "principal", "teaching_affairs")
AUTHORS = (*OVERSEERS, "class_teacher", "subject_teacher")

MODULE = Module(
    name="sourcing",
    label=_("Sources of resources"),
    permissions=(
        Permission(PUBLISH, _("Publish calls for resources and decide about the answers"), OVERSEERS),
        Permission(ANSWER, _("Answer calls for resources"), AUTHORS),
    ),
    menu=(
        MenuItem(
            _("Calls for resources"),
            "sourcing:calls",
            icon="inbox",
            permission=ANSWER,
            section="teaching",
            order=12,
            badge=open_for,
        ),
    ),
    demo=(DemoStep("sourcing", "santong.domains.learning.sourcing.demo.fill", order=66),),
)
