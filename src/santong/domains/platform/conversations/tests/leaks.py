"""How the leak guard plants conversations: of two people as whom nobody signs in, so nobody sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.kit.testing.planting import FIRST, MEMBERS, NOBODY_ELSE, STEP, Planting, World, holders


def _conversation(world: World, number: int) -> Mapping[str, Any]:
    teacher = FIRST + number + 2 * STEP
    return {"kind": "one", "relation": "colleagues", "first_id": teacher, "second_id": teacher + STEP, "last_at": None}


PLANTING = Planting(
    how={
        "conversations.Conversation": _conversation,
        "conversations.Message": lambda world, number: {"reply_to": None},
        "conversations.Seat": lambda world, number: {"category": "staff"},
    },
    unmarked={
        "conversations.Enclosure": "shown by the name of its file",
        "conversations.Known": "that somebody knows something",
        "conversations.Rules": "hours and what is allowed",
        "conversations.Seat": "that somebody takes part",
    },
    published=frozenset({"conversations.Message", "conversations.Enclosure"}),
    seen_by={
        "conversations.Conversation": lambda: NOBODY_ELSE,
        "conversations.Enclosure": lambda: NOBODY_ELSE,
        "conversations.Known": lambda: NOBODY_ELSE,
        "conversations.Message": lambda: NOBODY_ELSE,
        "conversations.Rules": lambda: MEMBERS | holders("conversations.settle"),
        "conversations.Seat": lambda: NOBODY_ELSE,
    },
    words={"relation": ("family", "class_parents", "help")},
)
