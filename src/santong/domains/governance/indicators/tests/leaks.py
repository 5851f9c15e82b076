"""How the leak guard plants indicators and plans: they are written to be read by whoever looks at the place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.domains.governance.indicators.models import FIRST_MONTH
from santong.kit.testing.planting import Planting, World, holders

DEFINED = {
    "formula": "学生数 / 专任教师数",
    "weight": "",
    "cases": "",
    "applies_to": "",
    "roll_up": "ratio",
    "unit": "to_one",
}


def _seen() -> frozenset[str]:
    return holders("indicators.view")


def _indicator(world: World, number: int) -> Mapping[str, Any]:
    return {**DEFINED, "is_published": True, "retired_from": None, "code": f"L-{number}", "copied_from": None}


def _version(world: World, number: int) -> Mapping[str, Any]:
    return {**DEFINED, "from_month": FIRST_MONTH, "number": number + 1}


def _plan(world: World, number: int) -> Mapping[str, Any]:
    return {"since": FIRST_MONTH, "until": FIRST_MONTH.replace(year=2090), "code": "", "copied_from": None}


def _target(world: World, number: int) -> Mapping[str, Any]:
    return {"year": 2026, "applies_to": "", "value": 10, "upper": None}


KINDS = ("Indicator", "IndicatorVersion", "Plan", "Target", "PlanMilestone")
PLANTING = Planting(
    how={
        "indicators.Indicator": _indicator,
        "indicators.IndicatorVersion": _version,
        "indicators.Plan": _plan,
        "indicators.Target": _target,
    },
    published=frozenset(f"indicators.{kind}" for kind in KINDS),
    seen_by={f"indicators.{kind}": _seen for kind in KINDS},
)
