"""How the leak guard plants screens: those in charge of a school see them, and class teachers those of their class."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import Planting, World, holders


def _screen(world: World, number: int) -> Mapping[str, Any]:
    return {"place": "hall", "school_class": None, "room": None}


def _device(world: World, number: int) -> Mapping[str, Any]:
    return {"code": "", "revoked": timezone.now()}


def _alarm(world: World, number: int) -> Mapping[str, Any]:
    return {"until": timezone.now() + timedelta(days=1)}


def _post(world: World, number: int) -> Mapping[str, Any]:
    return {"until": timezone.localdate() + timedelta(days=1)}


PLANTING = Planting(
    how={
        "screens.Screen": _screen,
        "screens.Device": _device,
        "screens.Alarm": _alarm,
        "screens.ScreenPost": _post,
    },
    seen_by={"screens.Prepared": lambda: holders("screens.view")},
)
