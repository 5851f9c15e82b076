"""How the leak guard plants requests, what was said about them, paths and substitutions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from santong.kit.testing.planting import MEMBERS, NOBODY_ELSE, SCHOOLS, Planting, World, holders

STAGE = {
    "title": "负责人",
    "deciders": [{"source": "leader", "name": "", "people": []}],
    "how": "one",
    "share": 0,
    "condition": "",
    "hours": 0,
    "asker_may": False,
}
FIELD = {"name": "f0", "label": "事由", "kind": "text", "required": True, "choices": []}


def _request(world: World, number: int) -> Mapping[str, Any]:
    return {"kind": "leave", "state": "granted", "stages": [STAGE], "at": 0, "version": None, "values": {}}


def _substitution(world: World, number: int) -> Mapping[str, Any]:
    deputy = world.person(80_000 + number, "staff", SCHOOLS[number], frozenset())
    return {"deputy": deputy, "kinds": [], "since": date(2026, 9, 1), "until": date(2026, 9, 2), "ended_at": None}


PLANTING = Planting(
    how={
        "requests.Request": _request,
        "requests.Task": lambda world, number: {"round": 1, "stage": 0, "seat": "path", "state": "agreed", "number": 1},
        "requests.PathVersion": lambda world, number: {"kind": "leave", "stages": [STAGE], "state": "in_force"},
        "requests.OwnKind": lambda world, number: {"fields": [FIELD], "is_open": True},
        "requests.Substitution": _substitution,
    },
    unmarked={
        "requests.Attachment": "shown by the name of its file",
        "requests.Circulation": "shown by the names of people",
        "requests.PathVersion": "stages; shown by the names of roles and of who made it",
        "requests.Substitution": "shown by the names of people",
        "requests.Task": "shown by the name of whoever decides",
    },
    seen_by={
        "requests.Attachment": lambda: holders("requests.oversee"),
        "requests.Circulation": lambda: holders("requests.oversee"),
        "requests.Opinion": lambda: holders("requests.oversee"),
        "requests.Request": lambda: holders("requests.oversee"),
        "requests.Task": lambda: holders("requests.oversee"),
        "requests.OwnKind": lambda: holders("requests.design", "requests.ask") | MEMBERS,
        "requests.Substitution": lambda: NOBODY_ELSE,
    },
    published=frozenset({"requests.OwnKind"}),
)
