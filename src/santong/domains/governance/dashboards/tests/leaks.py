"""How the leak guard plants dashboards: they are composed to be read by whoever looks at the place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import Planting, World, holders

SQUARE = [[[[98.0, 39.0], [98.1, 39.0], [98.1, 39.1], [98.0, 39.1], [98.0, 39.0]]]]


def _seen() -> frozenset[str]:
    return holders("dashboards.view")


def _walls() -> frozenset[str]:
    return holders("dashboards.walls")


def _dashboard(world: World, number: int) -> Mapping[str, Any]:
    return {"code": "", "shared": True, "level": "school"}


def _panel(world: World, number: int) -> Mapping[str, Any]:
    return {"indicator": None, "measure": "pupils", "kind": "card"}


def _boundary(world: World, number: int) -> Mapping[str, Any]:
    return {"shape": SQUARE}


def _wall(world: World, number: int) -> Mapping[str, Any]:
    return {"seconds": 30}


def _device(world: World, number: int) -> Mapping[str, Any]:
    return {"code": "", "revoked": timezone.now()}


SHOWN = ("Dashboard", "DashboardPanel", "Boundary")
PLANTING = Planting(
    how={
        "dashboards.Dashboard": _dashboard,
        "dashboards.DashboardPanel": _panel,
        "dashboards.Boundary": _boundary,
        "dashboards.Wall": _wall,
        "dashboards.WallDevice": _device,
    },
    unmarked={
        "dashboards.DashboardPanel": "says which figure is shown, and has no words of its own",
        "dashboards.WallBoard": "says which dashboard is shown, and has no words of its own",
    },
    published=frozenset(f"dashboards.{kind}" for kind in SHOWN),
    seen_by={
        **{f"dashboards.{kind}": _seen for kind in SHOWN},
        **{f"dashboards.{kind}": _walls for kind in ("Wall", "WallBoard", "WallDevice")},
    },
)
