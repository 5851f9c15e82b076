"""Notices: written for an audience, delivered to inboxes, acknowledged in one tap."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.files.public import FileReaders
from santong.domains.platform.notices import intake  # noqa: F401  (declares what may come from an outbox)
from santong.domains.platform.notices.audit import ACTIONS
from santong.domains.platform.notices.jobs import give_to_newcomers, remind_once
from santong.domains.platform.notices.models import READ, SEND, WRITE
from santong.domains.platform.notices.queries import readable_through_notices
from santong.domains.platform.notices.screens import BLOCK
from santong.domains.platform.notices.todos import RECEIPTS
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.palette import Verb
from santong.kit.registry import Module

SENDERS = ("bureau_officer", "county_officer", "principal", "teaching_affairs", "class_teacher")
READERS = (
    *SENDERS, "region_administrator", "security_officer", "auditor", "inspector", "school_it", "subject_teacher",
    "enterprise_tutor", "pupil", "parent",
)  # fmt: skip

MODULE = Module(
    name="notices",
    label=_("Notices"),
    declares=(
        Permission(SEND, _("Send notices"), SENDERS),
        Permission(WRITE, _("Change notices that have not gone out"), ()),
        Permission(READ, _("Get notices"), READERS),
        MenuItem(_("Notices"), "notices:notices", icon="bell", permission=READ, topic="messages", order=10),
        MenuItem(_("Notices sent"), "notices:sent-notices", icon="send", permission=SEND, topic="messages", order=11),
        RECEIPTS,
        BLOCK,
        FileReaders(readable_through_notices),
        ScheduledJob("notices.give_to_newcomers", "25 * * * *", give_to_newcomers),
        ScheduledJob("notices.remind_once", "5,35 * * * *", remind_once),
        DemoStep("notices", "santong.domains.platform.notices.demo.send_some", order=70),
        Verb(_("Write a notice"), "send", SEND, "notices:sent-notices-new", words=_("notice tell inform circular")),
        *ACTIONS,
        HandbookSection("notices", _("Notices"), ("notices:notices",)),
        HandbookSection("sent-notices", _("Notices sent"), ("notices:sent-notices",)),
    ),
)
