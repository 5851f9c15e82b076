"""Evaluation of the demonstration."""

from __future__ import annotations

from santong.kit.demo import Region


def evaluate(region: Region) -> None:
    """Filled in below."""
