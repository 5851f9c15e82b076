"""How the leak guard plants rules: published ones, which everybody at the place and below it reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from santong.kit.testing.planting import MEMBERS, NOBODY_ELSE, Planting, World, holders


def _readers() -> frozenset[str]:
    return MEMBERS | holders("rules.keep")


def _regulation(world: World, number: int) -> Mapping[str, Any]:
    return {
        "is_published": True, "published_on": timezone.localdate(), "replaces": None, "repealed_on": None,
        "audience": "nobody", "place": None, "file": None,
    }  # fmt: skip


def _version(world: World, number: int) -> Mapping[str, Any]:
    return {"file": None}


PLANTING = Planting(
    how={"rules.Regulation": _regulation, "rules.Version": _version},
    unmarked={"rules.Acknowledgement": "shown by the title of the rule and the name of the person"},
    # A rule is written to be read by everybody whom it binds.
    published=frozenset({"rules.Regulation", "rules.Version"}),
    seen_by={
        "rules.Regulation": _readers,
        "rules.Version": _readers,
        "rules.Acknowledgement": lambda: NOBODY_ELSE,
    },
)
