"""What other modules may use of conversations: declaring who may write to whom, and leading there."""

from __future__ import annotations

from santong.domains.platform.conversations.events import MessageSent
from santong.domains.platform.conversations.hours import rules_at, rules_of
from santong.domains.platform.conversations.models import Rules
from santong.domains.platform.conversations.panels import WithMinorPanel, WritePanel
from santong.domains.platform.conversations.relations import (
    PARENT,
    PUPIL,
    STAFF,
    Contact,
    ContactsFrom,
    RoleGroup,
    Wanted,
    contact,
)

__all__ = [
    "PARENT",
    "PUPIL",
    "STAFF",
    "Contact",
    "ContactsFrom",
    "MessageSent",
    "RoleGroup",
    "Rules",
    "Wanted",
    "WithMinorPanel",
    "WritePanel",
    "contact",
    "rules_at",
    "rules_of",
]
