"""How the leak guard plants the register, and to whom it shows: the staff of the school, and whoever looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.domains.campus.assets.models import AssetClass
from santong.kit.testing.planting import COLLEAGUES, Planting, World, holders

ALL = (
    "Asset", "AssetClass", "Difference", "Loan", "Movement", "Numbering", "Repair", "Retirement", "RetirementLine",
    "RoomCount", "RoomLabel", "Sighting", "StockTake",
)  # fmt: skip


def _seen() -> frozenset[str]:
    return COLLEAGUES | holders("assets.view")


def _asset(world: World, number: int) -> Mapping[str, Any]:
    kind = AssetClass._base_manager.filter(path="").first()
    return {"asset_class": kind, "price": None, "bought_on": None, "state": "in_use"}


def _loan(world: World, number: int) -> Mapping[str, Any]:
    today = timezone.localdate()
    return {"school_class": None, "since": today, "due": today + timedelta(days=9), "returned_on": None}


def _repair(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "reported", "cost": None, "mender": None, "taken_at": None, "done_at": None}


def _take(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "settling", "counted_on": timezone.localdate(), "ended_on": None}


PLANTING = Planting(
    how={
        "assets.Asset": _asset,
        "assets.Loan": _loan,
        "assets.Repair": _repair,
        "assets.StockTake": _take,
        "assets.Numbering": lambda world, number: {"pattern": f"NR{number}-{{n:5}}", "last": 0},
        "assets.Retirement": lambda world, number: {"state": "asked", "asked_on": timezone.localdate()},
        "assets.Sighting": lambda world, number: {"asset": None},
        "assets.Difference": lambda world, number: {"kind": "missing", "code": ""},
    },
    unmarked={
        "assets.Movement": "shown by the state of its asset",
        "assets.RoomCount": "shown by the name of its room",
        "assets.RoomLabel": "its code leads to a room and is printed at its door",
        "assets.RetirementLine": "shown by the name of its asset",
        "assets.Loan": "shown by the name of its asset",
        "assets.Numbering": "a rule for numbers, which holds nothing of anybody",
        "assets.Difference": "shown by the name of its asset",
    },
    # What a school has, who keeps and who has borrowed it stands before all staff of the school.
    published=frozenset(f"assets.{kind}" for kind in ALL),
    seen_by=dict.fromkeys((f"assets.{kind}" for kind in ALL), _seen),
)
