"""Calls, packs, points and certificates of the demonstration region."""

from __future__ import annotations

from santong.domains.learning.sourcing.demo.calls import fill_calls
from santong.domains.learning.sourcing.demo.cast import cast_of
from santong.domains.learning.sourcing.demo.packs import fill_packs
from santong.domains.learning.sourcing.demo.points import fill_points
from santong.kit.demo import Region


def fill(region: Region) -> None:
    """A few rows of everything, by the actions that people use."""
    cast = cast_of()
    if cast is not None:
        fill_calls(region, cast)
        fill_points(cast)
        fill_packs(cast)
