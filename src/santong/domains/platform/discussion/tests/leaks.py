"""How the leak guard plants discussions: each correction is about a resource of its school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.kit.testing.planting import FIRST, NOBODY_ELSE, Planting, World, holders

ABOUT = "resources.resource"


def _about(world: World, number: int) -> Mapping[str, Any]:
    return {"model": ABOUT, "object_id": FIRST + number}


def _comment(world: World, number: int) -> Mapping[str, Any]:
    return {**_about(world, number), "kind": "correction", "parent": None, "edited_at": None}


PLANTING = Planting(
    how={
        "discussion.Comment": _comment,
        "discussion.Follower": _about,
        "discussion.Rating": lambda world, number: {**_about(world, number), "stars": 3},
    },
    unmarked={
        "discussion.Attachment": "shown by the name of its file",
        "discussion.Follower": "that somebody follows something",
        "discussion.Rating": "a number of stars",
    },
    published=frozenset({"discussion.Attachment", "discussion.Comment"}),
    seen_by={
        "discussion.Attachment": lambda: holders("resources.oversee"),
        "discussion.Comment": lambda: holders("resources.oversee"),
        "discussion.EarlierText": lambda: holders("resources.oversee"),
        "discussion.Follower": lambda: NOBODY_ELSE,
        "discussion.Rating": lambda: NOBODY_ELSE,
    },
    words={"about": (ABOUT, "organisations.organisation", "requests.request", "students.transfer")},
)
