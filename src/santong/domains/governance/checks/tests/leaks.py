"""How the leak guard plants rules, issues and settlements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from santong.kit.testing.planting import Planting, World, holders

ALL = ("CheckRule", "DataIssue", "Settlement")


def _seen() -> frozenset[str]:
    return holders("checks.view")


def _rule(world: World, number: int) -> Mapping[str, Any]:
    return {"code": "", "kind": "impossible", "formula": "专任教师数 > 教职工数"}


def _issue(world: World, number: int) -> Mapping[str, Any]:
    return {"kind": "impossible", "month": date(2026, 1, 1), "state": "open", "closed_on": None, "facts": {}}


def _settlement(world: World, number: int) -> Mapping[str, Any]:
    return {"number": number + 1, "holds": "first", "state": "in_force"}


PLANTING = Planting(
    how={"checks.CheckRule": _rule, "checks.DataIssue": _issue, "checks.Settlement": _settlement},
    # Who sees to a figure is said to all who read about it.
    published=frozenset(f"checks.{kind}" for kind in ALL),
    seen_by={f"checks.{kind}": _seen for kind in ALL},
)
