"""How the leak guard plants devices that speak, their states and orders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import Planting, World, holders

SEEN = ("TerminalState", "Hour", "Command")


def _order(world: World, number: int) -> Mapping[str, Any]:
    return {"until": timezone.now() + timedelta(minutes=9)}


def _lesson(world: World, number: int) -> Mapping[str, Any]:
    return {"begins": time(8), "ends": time(8, 40)}


def _key(world: World, number: int) -> Mapping[str, Any]:
    return {"key": f"terminal{number}"}


PLANTING = Planting(
    how={"usage.Order": _order, "usage.LessonUse": _lesson, "usage.TerminalKey": _key},
    unmarked={
        "usage.TerminalState": "shown with its device", "usage.Hour": "shown as lessons alone",
        "usage.LessonUse": "shown by the name of its room", "usage.RoomUse": "shown by the name of its room",
        "usage.Command": "shown by the name of its device", "usage.TerminalKey": "never shown",
        "usage.NightRule": "shown by the name of its school",
    },
    published=frozenset(f"usage.{kind}" for kind in ("Terminal", "Order", "NightRule", "LessonUse", "RoomUse", *SEEN)),
    seen_by=dict.fromkeys((f"usage.{kind}" for kind in SEEN), lambda: holders("usage.view")),
)  # fmt: skip
