"""How the leak guard plants devices: at each school one that an agent has reported."""

from __future__ import annotations

from santong.kit.testing.planting import Planting, holders

PLANTING = Planting(
    how={"devices.Device": lambda world, number: {"asset": None}},
    unmarked={"devices.Mark": "never shown; the device is"},
    seen_by={"devices.Mark": lambda: holders("devices.view")},
)
