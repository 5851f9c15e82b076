"""How the leak guard plants timetables, and to whom they show: pupils and parents see lessons of their class."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import MEMBERS, Planting, World, holders


def _seen() -> frozenset[str]:
    return MEMBERS | holders("timetable.colleagues", "timetable.view")


def _days(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "published", "since": timezone.localdate() - timedelta(days=30), "until": None}


PLANTING = Planting(
    how={
        "timetable.Timetable": _days,
        "timetable.Slot": lambda world, number: {"weekday": 1, "period": 1, "room": None, "group": 0},
        "timetable.Change": lambda world, number: {
            "day": timezone.localdate(),
            "period": 2,
            "room": None,
            "group": 0,
        },
        "timetable.SwapOffer": lambda world, number: {
            "day": timezone.localdate(),
            "period": 2,
            "other_day": timezone.localdate(),
            "other_period": 3,
        },
    },
    # Who teaches what when is for the whole school to know.
    published=frozenset({"timetable.Slot", "timetable.Change"}),
    seen_by={
        **dict.fromkeys(("timetable.Timetable", "timetable.Slot", "timetable.Change"), _seen),
        # Beside the two whom it is about.
        "timetable.SwapOffer": lambda: holders("timetable.arrange"),
    },
)
