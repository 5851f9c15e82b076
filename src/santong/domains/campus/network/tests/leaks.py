"""How the leak guard plants lines, floors, tests and Wi-Fi."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import Planting, World, holders

ALL = ("Link", "Floor", "SpeedTest", "Coverage")


def _test(world: World, number: int) -> Mapping[str, Any]:
    moments = ("down_begun", "down_from", "down_to", "up_begun", "up_from", "up_to")
    return {"ended_at": timezone.now(), "down": 90_000, "up": 9_000, **dict.fromkeys(moments)}


PLANTING = Planting(
    how={
        "network.SpeedTest": _test,
        "network.Link": lambda world, number: {"down": 100, "up": 20, "until": None, "price": None},
    },
    unmarked={"network.Coverage": "shown by the name of its room"},
    published=frozenset(f"network.{kind}" for kind in ALL),
    seen_by=dict.fromkeys((f"network.{kind}" for kind in ALL), lambda: holders("network.view")),
)
