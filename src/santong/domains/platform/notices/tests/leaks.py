"""How the leak guard plants notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import NOBODY_ELSE, Planting, World, holders


def _sent(world: World, number: int) -> Mapping[str, Any]:
    """A notice that went out: its sender and its readers see it."""
    return {"state": "sent", "sent_at": timezone.now(), "wants_receipt": False, "deadline": None, "key": None}


PLANTING = Planting(
    how={
        "notices.AudiencePart": lambda world, number: {"person": None, "role": "parent"},
        "notices.Notice": _sent,
    },
    unmarked={
        "notices.Attachment": "shown by the name of the file",
        "notices.AudiencePart": "shown by the name of the place",
        "notices.Recipient": "shown by the title of the notice and the name of the person",
    },
    seen_by={
        "notices.Attachment": lambda: holders("notices.send"),
        "notices.AudiencePart": lambda: holders("notices.send"),
        "notices.Notice": lambda: holders("notices.send"),
        "notices.Recipient": lambda: NOBODY_ELSE,
    },
    published=frozenset({"notices.Notice"}),
)
