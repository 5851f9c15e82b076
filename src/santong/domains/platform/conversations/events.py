"""What happens in conversations, for other modules."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MessageSent:
    """Somebody said something; others read it unless moderation holds it back."""

    message_id: int
    conversation_id: int
    person_id: int
