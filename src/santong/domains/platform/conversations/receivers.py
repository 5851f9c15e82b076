"""What conversations hear of."""

from __future__ import annotations


def connect() -> None:
    """Called once at start-up."""
