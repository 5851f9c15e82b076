"""Sealing the secrets of draws anew with the newest key."""

from __future__ import annotations

from santong.domains.campus.choices.models import ChoiceRound


def reseal() -> int:
    """Secrets of closed choices; returns how many had an older key."""
    return ChoiceRound.reseal(ChoiceRound.with_removed.by_installation())
