"""Conversations: people write to those whom they may, by relation and within hours; groups follow the roster."""

from django.utils.translation import gettext_lazy as _

from santong.domains.platform.conversations import intake  # noqa: F401  (declares what may come from an outbox)
from santong.domains.platform.conversations.attachments import readable_through_messages
from santong.domains.platform.conversations.audit import ACTIONS
from santong.domains.platform.conversations.keeping import expire
from santong.domains.platform.conversations.models import GATHER, SETTLE, TAKE_PART, URGENT
from santong.domains.platform.conversations.moderating import MESSAGES
from santong.domains.platform.conversations.offices import HELP, IN_CHARGE_OF_SCHOOLS
from santong.domains.platform.conversations.panels import GroupsPanel
from santong.domains.platform.conversations.searching import reindex
from santong.domains.platform.conversations.telling import follow_rosters, tell_news
from santong.domains.platform.conversations.todos import NEWS
from santong.domains.platform.conversations.uniting import RULE
from santong.domains.platform.files.public import FileReaders
from santong.kit.access.roles import Permission
from santong.kit.demo import DemoStep
from santong.kit.handbook import HandbookSection
from santong.kit.jobs.declare import ScheduledJob
from santong.kit.menu import MenuItem
from santong.kit.pages import PanelOn
from santong.kit.palette import Verb
from santong.kit.registry import Module

PRESSING = ("bureau_officer", "county_officer", "principal", "teaching_affairs", "class_teacher")
WORKING = (
    *PRESSING, "region_administrator", "security_officer", "auditor", "inspector", "school_it", "subject_teacher",
    "resource_reviewer",
)  # fmt: skip
EVERYBODY = (*WORKING, "enterprise_tutor", "pupil", "parent")

MODULE = Module(
    name="conversations",
    label=_("Conversations"),
    declares=(
        Permission(TAKE_PART, _("Take part in conversations"), EVERYBODY),
        Permission(URGENT, _("Mark messages as urgent"), PRESSING),
        Permission(GATHER, _("Make groups of colleagues"), WORKING),
        Permission(SETTLE, _("Set the rules of conversations"), ("principal", "school_it", "teaching_affairs")),
        MenuItem(
            _("Conversations"), "conversations:conversations", icon="messages", permission=TAKE_PART,
            topic="messages", order=12,
        ),
        MenuItem(
            _("Rules of conversations"), "conversations:conversation-rules", icon="adjustments-horizontal",
            permission=SETTLE, topic="settings", order=60,
        ),
        NEWS,
        HELP,
        IN_CHARGE_OF_SCHOOLS,
        MESSAGES,
        RULE,
        PanelOn("organisations.Organisation", GroupsPanel(_("Conversations"), side=True), order=60),
        FileReaders(readable_through_messages, order=210),
        ScheduledJob("conversations.tell_news", "*/2 * * * *", tell_news),
        ScheduledJob("conversations.follow_rosters", "17 * * * *", follow_rosters),
        ScheduledJob("conversations.expire", "40 2 * * *", expire),
        ScheduledJob("conversations.reindex", "50 3 * * 0", reindex),
        DemoStep("conversations", "santong.domains.platform.conversations.demo.converse", order=78),
        Verb(
            _("Write to somebody"), "message-circle", TAKE_PART, "conversations:new",
            words=_("message chat conversation talk"),
        ),
        *ACTIONS,
        HandbookSection("conversations", _("Conversations"), ("conversations:conversations",)),
        HandbookSection("conversation-rules", _("Rules of conversations"), ("conversations:conversation-rules",)),
    ),
)  # fmt: skip
