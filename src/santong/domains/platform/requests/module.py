"""Requests: asking several people for a decision, along paths that ordinary people draw."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.discussion.public import discussed
from santong.domains.platform.files.public import FileReaders
from santong.domains.platform.requests.audit import ACTIONS
from santong.domains.platform.requests.jobs import seat_anew
from santong.domains.platform.requests.kinds import kind_of
from santong.domains.platform.requests.models.absence import SUBSTITUTE
from santong.domains.platform.requests.models.paths import ASK, DESIGN
from santong.domains.platform.requests.models.request import DECIDE, OVERSEE
from santong.domains.platform.requests.queries import objection_to_comments, readable_through_requests
from santong.domains.platform.requests.todos import TODOS
from santong.domains.platform.requests.uniting import RULE
from santong.kit.access.roles import Permission
from santong.kit.api.operations import Operations
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
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
    label=_("Requests and approvals"),
    declares=(
        Permission(ASK, _("Ask for something by a request"), STAFF),
        Permission(DECIDE, _("Decide about requests that wait for them"), STAFF),
        Permission(SUBSTITUTE, _("Name a substitute for decisions"), STAFF),
        Permission(OVERSEE, _("See the requests of a place"), KEEPERS),
        Permission(DESIGN, _("Draw the paths of requests"), KEEPERS),
        MenuItem(_("Waiting for me"), "requests:waiting", "checks", permission=DECIDE, topic="requests", order=1),
        MenuItem(_("My requests"), "requests:requests", "send", permission=ASK, topic="requests", order=2),
        MenuItem(_("Paths of requests"), "requests:paths", "route", permission=DESIGN, topic="settings", order=45),
        *TODOS,
        Verb(_("Ask for something"), "send", ASK, "requests:new", words=_("request apply leave"), order=8),
        Verb(
            _("Name a substitute"), "users", SUBSTITUTE, "requests:substitutions-new", words=_("deputy away"), order=70
        ),
        Verb(_("Draw a path of requests"), "route", DESIGN, "requests:paths", words=_("approval flow"), order=71),
        Operations("santong.domains.platform.requests.api.router", in_person="requests", order=50),
        FileReaders(readable_through_requests),
        ScheduledJob("requests.seat_anew", "25 * * * *", seat_anew),
        *ACTIONS,
        *discussed(
            "requests.Request",
            "requests:request",
            author="asker_id",
            oversee=OVERSEE,
            history="",
            objection=objection_to_comments,
            called=lambda row: str(kind_of(row.kind).label),
        ),
        RULE,
        HandbookSection("deciding", _("Waiting for me"), ("requests:waiting",)),
        HandbookSection("asking", _("My requests"), ("requests:requests",)),
        HandbookSection("paths", _("Paths of requests"), ("requests:paths",)),
    ),
)
