"""Requests: asking several people for a decision, along paths that ordinary people draw."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.duplicates.public import MergeRule
from santong.domains.platform.requests.audit import ACTIONS
from santong.domains.platform.requests.models.absence import SUBSTITUTE
from santong.domains.platform.requests.models.paths import ASK, DESIGN
from santong.domains.platform.requests.models.request import DECIDE, OVERSEE
from santong.kit.access.roles import Permission
from santong.kit.registry import Module

KEEPERS = ("region_administrator", "bureau_officer", "county_officer", "principal")
STAFF = (
    *KEEPERS,
    "inspector",
    "security_officer",
    "auditor",
    "school_it",
    "teaching_affairs",
    "class_teacher",
    "subject_teacher",
)

MODULE = Module(
    name="requests",
    label=_("Requests"),
    declares=(
        Permission(ASK, _("Ask for something by a request"), STAFF),
        Permission(DECIDE, _("Decide about requests that wait for them"), STAFF),
        Permission(SUBSTITUTE, _("Name a substitute for decisions"), STAFF),
        Permission(OVERSEE, _("See the requests of a place"), KEEPERS),
        Permission(DESIGN, _("Draw the paths of requests"), KEEPERS),
        *ACTIONS,
        MergeRule(
            "requests",
            stays={
                "requests.Opinion.person": "says who decided",
                "requests.Opinion.holder": "says in whose name somebody decided",
            },
        ),
    ),
)
