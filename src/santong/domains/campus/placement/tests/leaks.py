"""How the leak guard plants placements: published ones show to everybody of the school, rows of pupils to keepers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from santong.kit.testing.planting import Planting, World


def _placement(world: World, number: int) -> Mapping[str, Any]:
    return {"state": "draft", "secret_cipher": ""}


PLANTING = Planting(how={"placement.Placement": _placement})
