"""How the leak guard plants plans and duties: the staff of the school, and above, see who is on duty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import MEMBERS, Planting, World, holders


def _seen() -> frozenset[str]:
    return MEMBERS | holders("duty.view")


def _item(world: World, number: int) -> Mapping[str, Any]:
    return {"begins": None, "ends": None, "starts": timezone.now()}


def _shift(world: World, number: int) -> Mapping[str, Any]:
    return {"swap_with": None}


def _entry(world: World, number: int) -> Mapping[str, Any]:
    return {"at": time(8)}


PLANTING = Planting(
    how={"duty.PlanItem": _item, "duty.Shift": _shift, "duty.DutyEntry": _entry},
    # Who is on duty, and what happened there, is told to the place's staff; it is what a roster is for.
    published=frozenset({"duty.Shift", "duty.Member", "duty.DutyEntry"}),
    seen_by=dict.fromkeys(("duty.PlanItem", "duty.Roster", "duty.Member", "duty.Shift", "duty.DutyEntry"), _seen),
)
