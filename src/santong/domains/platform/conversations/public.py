"""What other modules may use of conversations: declaring who may write to whom, and leading there."""

from __future__ import annotations

from django.urls import reverse

from santong.domains.platform.conversations.events import MessageSent
from santong.domains.platform.conversations.hours import rules_at, rules_of
from santong.domains.platform.conversations.models import TAKE_PART, Rules
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
from santong.kit.access import Viewer

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
    "address_to",
    "contact",
    "rules_at",
    "rules_of",
]


def address_to(viewer: Viewer, relation: str, person: int) -> str:
    """Where the viewer writes to somebody by a relation; "" when they may not."""
    if not viewer.can(TAKE_PART) or contact(viewer, relation, person) is None:
        return ""
    return reverse("conversations:to", args=[relation, person])
